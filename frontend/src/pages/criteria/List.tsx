import { Plus, Tag, Users } from "lucide-react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { useLanguage } from "@/i18n/language";
import { Button } from "@/ui/Button";
import { IntervalDot } from "@/ui/IntervalDot";
import type { Criterion } from "./server";
import { statementOf, titleOf } from "./words";

interface ListProps {
  criteria: readonly Criterion[];
  active: string;
  onChoose: (name: string) => void;
}

/** Below so many labels an interval is an order of magnitude. */
const FEW = 30;

/** The criteria: what each says, who labelled how many, and what came of it. */
export function List({ criteria, active, onChoose }: ListProps) {
  const t = useT();
  return (
    <nav className="criteria-list" aria-label={t("criteria.title")}>
      <ul>
        {criteria.map((criterion) => (
          <li key={criterion.name}>
            <Entry
              criterion={criterion}
              active={criterion.name === active}
              onChoose={() => onChoose(criterion.name)}
            />
          </li>
        ))}
      </ul>
      <Button command="criteria.add" icon={Plus} kind="ghost" />
    </nav>
  );
}

interface EntryProps {
  criterion: Criterion;
  active: boolean;
  onChoose: () => void;
}

function Entry({ criterion, active, onChoose }: EntryProps) {
  const t = useT();
  const f = useFormat();
  const language = useLanguage();
  const { rate, labels, people } = criterion;
  return (
    <button
      type="button"
      className="criteria-entry"
      aria-current={active ? "true" : undefined}
      onClick={onChoose}
    >
      <b className="clip">{titleOf(criterion, language)}</b>
      <span className="criteria-entry-statement">
        {statementOf(criterion, language) || t("criteria.noStatement")}
      </span>
      <span className="criteria-entry-counts num">
        <span title={t("criteria.labels", { n: labels })}>
          <Tag className="ico" aria-hidden="true" />
          {f.number(labels)}
          <span className="sr">{t("criteria.labels", { n: labels })}</span>
        </span>
        <span title={people.join(", ")}>
          <Users className="ico" aria-hidden="true" />
          {f.number(people.length)}
          <span className="sr">{t("criteria.people", { n: people.length })}</span>
        </span>
        <span className="clip">{t(`criteria.state.${stateOf(criterion)}`)}</span>
      </span>
      {rate && rate.n > 0 && (
        <span className="criteria-entry-rate num">
          <b>{f.percent(rate.value)}</b>
          <IntervalDot
            label={t("criteria.rate")}
            value={rate.value}
            low={rate.low}
            high={rate.high}
          />
          <small>{t("criteria.n", { n: rate.n })}</small>
        </span>
      )}
    </button>
  );
}

export function stateOf({ labels, people }: Criterion): "none" | "few" | "alone" | "several" {
  if (labels === 0) return "none";
  if (labels < FEW) return "few";
  return people.length < 2 ? "alone" : "several";
}
