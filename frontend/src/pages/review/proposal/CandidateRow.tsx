import { useId } from "react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { IntervalDot } from "@/ui/IntervalDot";
import { Key } from "@/ui/Key";
import { Examples } from "./Examples";
import type { Candidate, Share } from "./types";

interface CandidateRowProps {
  candidate: Candidate;
  command: string;
  chosen: boolean;
  onChoose: () => void;
  /** The text of the check while it is being changed. */
  editing: string | undefined;
  onEdit: (spec: string | undefined) => void;
  onTry: () => void;
  trying: boolean;
  error: string | undefined;
}

/** One check that fails this output, and what else it would do. */
export function CandidateRow(props: CandidateRowProps) {
  const { candidate, command, chosen, onChoose, editing } = props;
  const t = useT();
  const id = useId();
  return (
    <li className="proposal-candidate card" data-chosen={chosen || undefined}>
      <button
        type="button"
        className="proposal-choose"
        aria-pressed={chosen}
        aria-describedby={`${id}-numbers`}
        onClick={onChoose}
      >
        <Key command={command} />
        <span className="grow">
          <code>{candidate.spec}</code>
          <span className="mut small">{candidate.description}</span>
        </span>
      </button>
      {chosen && editing !== undefined && <Editor {...props} value={editing} />}
      <div className="proposal-numbers" id={`${id}-numbers`}>
        <Count
          name={t("review.proposalCatches")}
          n={candidate.caught}
          of={candidate.bad}
          interval={candidate.catches}
          tone="ok"
        />
        <Count
          name={t("review.proposalWrong")}
          n={candidate.wrong}
          of={candidate.good}
          interval={candidate.wrongly_fails}
          tone="no"
        />
        <Count
          name={t("review.proposalRecent")}
          n={candidate.recent.failed}
          of={candidate.recent.n}
          interval={null}
          tone="plain"
        />
      </div>
      {chosen && (
        <>
          <Examples title={t("review.proposalCaught")} items={candidate.caught_examples} />
          <Examples title={t("review.proposalWronged")} items={candidate.wrong_examples} />
          <Examples title={t("review.proposalRecently")} items={candidate.recent.examples} />
        </>
      )}
    </li>
  );
}

function Editor({ value, onEdit, onTry, trying, error }: CandidateRowProps & { value: string }) {
  const t = useT();
  return (
    <form
      className="proposal-editor"
      onSubmit={(event) => {
        event.preventDefault();
        onTry();
      }}
    >
      <input
        className="input mono"
        value={value}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to change it
        autoFocus
        aria-label={t("review.proposalSpec")}
        aria-invalid={error ? true : undefined}
        onChange={(event) => onEdit(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
          event.preventDefault(); // the panel stays
          onEdit(undefined);
        }}
      />
      <button type="submit" className="btn btn-plain btn-m">
        {t(trying ? "review.proposalTrying" : "review.proposalTry")}
      </button>
      {error && (
        <p className="field-error" role="alert" lang="en">
          {error}
        </p>
      )}
    </form>
  );
}

interface CountProps {
  name: string;
  n: number;
  of: number;
  interval: Share | null;
  tone: "ok" | "no" | "plain";
}

function Count({ name, n, of, interval, tone }: CountProps) {
  const t = useT();
  const f = useFormat();
  return (
    <div>
      <span className="mut small">{name}</span>
      <span className="num">
        {t("review.nOf", { n, of })}
        {interval && <span className="mut small"> {f.interval(interval)}</span>}
      </span>
      {interval && <IntervalDot label={name} tone={tone} {...interval} />}
    </div>
  );
}
