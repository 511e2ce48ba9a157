import { ArrowRight } from "lucide-react";
import { PageLink } from "@/app/navigation";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { overlap } from "@/lib/intervals";
import { Verdict } from "@/ui/Badge";
import { Kappa, Share } from "../Measure";
import type { Grade, ItemRef, Limits, Trial } from "../server";

/** What a changed check would do: against people, before and after, and among what came lately. */
export function TrialView({ trial }: { trial: Trial }) {
  const t = useT();
  const f = useFormat();
  const { before, after, changed, recent } = trial;
  return (
    <div className="stack">
      <Compared before={before} after={after} />
      <section>
        <h3>{t("criteria.changedItems", { n: changed.length })}</h3>
        {changed.length === 0 && <p className="mut">{t("criteria.changedNone")}</p>}
        <ul className="criteria-refs">
          {changed.map(({ item, before: was, after: now }) => (
            <li key={item.key.span_id}>
              <Ref item={item} />
              <span className="row">
                {isOutcome(was) && <Verdict outcome={was} />}
                <ArrowRight className="ico" aria-hidden="true" />
                {isOutcome(now) && <Verdict outcome={now} />}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>
          {t("criteria.recent", {
            failed: recent.failed,
            n: recent.n,
            share: f.percent(recent.n > 0 ? recent.failed / recent.n : null),
          })}
        </h3>
        <ul className="criteria-refs">
          {recent.examples.map((item) => (
            <li key={item.key.span_id}>
              <Ref item={item} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function isOutcome(text: string | null): text is "pass" | "fail" | "skip" | "error" {
  return text !== null && ["pass", "fail", "skip", "error"].includes(text);
}

function Ref({ item }: { item: ItemRef }) {
  const { trace_id: trace, span_id: span } = item.key;
  return (
    <PageLink page="trace" params={{ trace }} search={{ span }} className="criteria-ref">
      <span className="clip">{item.input_preview || "–"}</span>
      <span className="clip mut">{item.output_preview || "–"}</span>
    </PageLink>
  );
}

interface ComparedProps {
  before: Grade | null;
  after: Grade;
}

const ROWS = ["kappa", "coverage", "false_failure"] as const;

function Compared({ before, after }: ComparedProps) {
  const t = useT();
  const f = useFormat();
  return (
    <table className="criteria-compared">
      <caption className="sr">{t("criteria.compared")}</caption>
      <thead>
        <tr>
          <td />
          {before && (
            <th scope="col">
              {t("criteria.before")}{" "}
              <small className="num">{t("criteria.n", { n: before.n })}</small>
            </th>
          )}
          <th scope="col">
            {t(before ? "criteria.after" : "criteria.onLabelled")}{" "}
            <small className="num">{t("criteria.n", { n: after.n })}</small>
          </th>
          {before && <td />}
        </tr>
      </thead>
      <tbody>
        {ROWS.map((row) => (
          <tr key={row}>
            <th scope="row">{t(`criteria.measure.${row}`)}</th>
            {before && (
              <td>
                <One row={row} grade={before} />
              </td>
            )}
            <td>
              <One row={row} grade={after} />
            </td>
            {before && (
              <td className="small mut">
                {difference(before.intervals[row], after.intervals[row]) === "clear"
                  ? t("criteria.clear")
                  : t("criteria.unclear")}
              </td>
            )}
          </tr>
        ))}
        <tr>
          <th scope="row">{t("criteria.counts")}</th>
          {[before, after].map(
            (grade, at) =>
              grade && (
                <td key={at} className="num small">
                  {t("criteria.caughtAndWrong", {
                    tp: f.number(grade.tp),
                    bad: f.number(grade.tp + grade.fn),
                    fp: f.number(grade.fp),
                    good: f.number(grade.fp + grade.tn),
                  })}
                </td>
              ),
          )}
          {before && <td />}
        </tr>
      </tbody>
    </table>
  );
}

function One({ row, grade }: { row: (typeof ROWS)[number]; grade: Grade }) {
  const t = useT();
  const given = {
    label: t(`criteria.measure.${row}`),
    value: grade[row],
    limits: grade.intervals[row],
    why: t("criteria.why.oneKind"),
  };
  return row === "kappa" ? <Kappa {...given} /> : <Share {...given} />;
}

/** On the same outputs, apart intervals are a clear difference; overlapping ones may be chance. */
export function difference(before: Limits, after: Limits): "clear" | "unclear" {
  if (before === null || after === null) return "unclear";
  const bounds = ([low, high]: [number, number]) => ({ low, high });
  return overlap(bounds(before), bounds(after)) ? "unclear" : "clear";
}
