import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Verdict as VerdictBadge } from "@/ui/Badge";
import { EmptyState } from "@/ui/States";
import { MarkedText } from "./MarkedText";
import { outputOf, outputText } from "./OutputTab";
import type { Evidence, SpanPayload, Verdict } from "./server";

/** What checks said, with reasons. Choosing one marks where it looked. */

interface ChecksTabProps {
  verdicts: readonly Verdict[];
  payload: SpanPayload | undefined;
  chosen: string;
  onChoose: (check: string) => void;
}

const ORDER = ["fail", "error", "pass", "skip"];

export function ChecksTab({ verdicts, payload, chosen, onChoose }: ChecksTabProps) {
  const t = useT();
  const f = useFormat();
  if (verdicts.length === 0) {
    return (
      <EmptyState title={t("trace.noVerdicts")} command="genchi check">
        {t("trace.noVerdictsText")}
      </EmptyState>
    );
  }
  const sorted = [...verdicts].sort((a, b) => {
    return ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome) || a.check.localeCompare(b.check);
  });
  return (
    <ul className="verdicts">
      {sorted.map((verdict) => {
        const open = verdict.check === chosen;
        const marks = verdict.evidence.length;
        return (
          <li key={verdict.check} data-open={open}>
            <button
              type="button"
              className="verdict"
              aria-expanded={open}
              onClick={() => onChoose(open ? "" : verdict.check)}
            >
              <VerdictBadge outcome={verdict.outcome} />
              <code className="clip">{verdict.check}</code>
              <span className="mut small num">{marks > 0 && t("trace.places", { n: marks })}</span>
              <span className="num mut verdict-score" title={t("trace.score")}>
                {verdict.score !== null && f.number(verdict.score)}
              </span>
            </button>
            {verdict.reason && <p className="verdict-reason">{verdict.reason}</p>}
            {open && payload && <Places verdict={verdict} payload={payload} />}
          </li>
        );
      })}
    </ul>
  );
}

function Places({ verdict, payload }: { verdict: Verdict; payload: SpanPayload }) {
  const t = useT();
  const fields = new Map<string, Evidence[]>();
  for (const one of verdict.evidence)
    fields.set(one.field, [...(fields.get(one.field) ?? []), one]);
  if (fields.size === 0) return <p className="mut small verdict-places">{t("trace.noPlaces")}</p>;
  return (
    <div className="verdict-places">
      {[...fields].map(([field, evidence]) => (
        <section key={field}>
          <h4>{field === "output" ? t("trace.output") : field}</h4>
          <MarkedText text={textAt(payload, field)} evidence={evidence} />
          <ul className="notes">
            {evidence.map((one) => {
              if (!one.note) return null;
              const words = [...textAt(payload, field)].slice(one.start, one.end).join("");
              return (
                <li key={`${one.start}-${one.end}-${one.note}`}>
                  <q className="clip">{words}</q> {one.note}
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** The text that evidence is in: `output`, or `passages[2]`. */
function textAt(payload: SpanPayload, field: string): string {
  const passage = /^passages\[(\d+)\]/.exec(field)?.[1];
  if (passage !== undefined) return payload.passages[Number(passage)]?.text ?? "";
  return outputText(outputOf(payload));
}
