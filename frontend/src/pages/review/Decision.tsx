import { Lock } from "lucide-react";
import type { Ref } from "react";
import { useCommand } from "@/app/keys";
import { useLanguage, useT } from "@/i18n";
import { titleOf } from "@/pages/criteria/words";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Key } from "@/ui/Key";
import { About } from "./About";
import { CriterionHead } from "./CriterionHead";
import { Others } from "./Others";
import { Steps } from "./Steps";
import type { Draft } from "./shelf";
import type { Criterion, Item, Mode } from "./types";

export const MOST_REASONS = 9;

interface DecisionProps {
  item: Item;
  mode: Mode;
  criterion: Criterion;
  draft: Draft;
  unblinded: boolean;
  /** The value of the decision that is being looked at again. */
  decided: number | null | undefined;
  note: Ref<HTMLTextAreaElement>;
  onNote: (note: string) => void;
  guidelines: boolean;
}

/** The right pane: the criterion, the decision, why, a note, and what others say of it. */
export function Decision(props: DecisionProps) {
  const { item, mode, criterion, draft, unblinded, decided, note, onNote, guidelines } = props;
  const t = useT();
  const chain = mode === "single" && criterion.steps.length > 0 && !draft.armed;
  return (
    <>
      <CriterionHead criterion={criterion} guidelines={guidelines} />
      {mode === "pair" ? (
        <PairButtons flip={item.flip} decided={decided} />
      ) : chain ? (
        <Steps criterion={criterion} answers={draft.answers} />
      ) : (
        <PassFail armed={draft.armed} decided={decided} />
      )}
      {mode === "single" && <Reasons criterion={criterion} draft={draft} />}
      <div>
        <label className="review-label" htmlFor="review-note">
          {t("review.note")}
          <span className="review-label-end">
            <Key command="review.note" />
          </span>
        </label>
        <textarea
          id="review-note"
          ref={note}
          className="input review-note"
          value={draft.note}
          placeholder={t("review.notePlaceholder")}
          onChange={(event) => onNote(event.target.value)}
          aria-describedby="review-note-hint"
        />
        <p id="review-note-hint" className="review-note-hint">
          {t(mode === "single" ? "review.noteHint" : "review.noteHintPair")}
        </p>
      </div>
      {unblinded ? (
        <Others item={item} mode={mode} />
      ) : (
        <div>
          <h3 className="review-label">{t("review.opinions")}</h3>
          <p className="review-hidden">
            <Lock className="ico" aria-hidden="true" />
            {t("review.hidden")}
          </p>
        </div>
      )}
      {mode === "single" && <About item={item} unblinded={unblinded} />}
    </>
  );
}

function PassFail({ armed, decided }: { armed: boolean; decided: number | null | undefined }) {
  const pass = useCommand("review.pass");
  const t = useT();
  return (
    <div className="review-yn">
      <Button
        command="review.pass"
        className="review-big review-big-pass"
        pressed={decided === 1}
        title={pass?.unavailable}
      >
        {t("review.pass")}
      </Button>
      <Button
        command="review.fail"
        className="review-big review-big-fail"
        pressed={armed || decided === 0}
      >
        {t("review.fail")}
      </Button>
    </div>
  );
}

function PairButtons({ flip, decided }: { flip: boolean; decided: number | null | undefined }) {
  const left = decided === undefined || decided === null ? undefined : (decided === 1) !== flip;
  const same = decided === 0.5;
  return (
    <div className="review-choices">
      <Button command="review.left" className="review-big" pressed={!same && left === true} />
      <Button command="review.right" className="review-big" pressed={!same && left === false} />
      <Button command="review.same" className="review-big" pressed={same} />
    </div>
  );
}

function Reasons({ criterion, draft }: { criterion: Criterion; draft: Draft }) {
  const t = useT();
  const language = useLanguage();
  const shown = criterion.reasons.slice(0, MOST_REASONS);
  return (
    <div className="review-reasons" data-armed={draft.armed || undefined}>
      <h3 className="review-label">
        {t("review.reasons")}
        <span className="review-label-end">
          {draft.armed && <span>{t("review.reasonsHint")}</span>}
          <Button command="review.addReason" kind="ghost" size="s">
            {t("review.add")}
          </Button>
        </span>
      </h3>
      {shown.map((reason, at) => (
        <Button
          key={reason.name}
          command={`review.reason${at + 1}`}
          kind="ghost"
          className="review-reason"
          pressed={draft.failure === reason.name}
          title={reason.description}
          bare
        >
          <Key command={`review.reason${at + 1}`} />
          <span className="clip">{titleOf(reason, language)}</span>
        </Button>
      ))}
      {criterion.reasons.length > MOST_REASONS && (
        <p className="mut small">
          {t("review.reasonsMore", { n: criterion.reasons.length - MOST_REASONS })}
        </p>
      )}
      {!shown.length && <p className="mut small">{t("review.reasonsNone")}</p>}
      {draft.correction !== null && <Badge tone="accent">{t("review.correctionWritten")}</Badge>}
    </div>
  );
}
