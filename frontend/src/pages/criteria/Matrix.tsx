import { PageLink } from "@/app/navigation";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { useLanguage } from "@/i18n/language";
import { Card } from "@/ui/Card";
import { EmptyState } from "@/ui/States";
import { Download } from "./Download";
import { matrixRows } from "./rows";
import type { Alignment } from "./server";
import { ranked } from "./trust";
import { failureOf } from "./words";

interface MatrixProps {
  alignment: Alignment;
  onCell: (check: string, failure: string) => void;
}

/** Which check catches which kind of failure. Each cell leads to the outputs it caught. */
export function Matrix({ alignment, onCell }: MatrixProps) {
  const t = useT();
  const language = useLanguage();
  const { failures, rows } = alignment.matrix;
  const order = ranked(alignment.checks, alignment.trusted).map(({ check }) => check);
  const sorted = [...rows].sort((a, b) => order.indexOf(a.check) - order.indexOf(b.check));
  const catching = sorted.filter(({ caught }) => caught.some((n) => n > 0));
  const silent = sorted.filter(({ caught }) => caught.every((n) => n === 0));
  if (failures.length === 0) {
    return <EmptyState title={t("criteria.noBadTitle")}>{t("criteria.noBad")}</EmptyState>;
  }
  const unnamed = failures.every(({ name }) => name === "");
  return (
    <Card
      flush
      title={t("criteria.matrix")}
      actions={
        <Download criterion={alignment.criterion} what="matrix" rows={matrixRows(alignment)} />
      }
    >
      <p className="criteria-lead">{t("criteria.matrixHelp")}</p>
      <div className="table-wrap">
        <table className="criteria-matrix">
          <caption className="sr">{t("criteria.matrix")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("criteria.check")}</th>
              {failures.map((failure) => (
                <th key={failure.name} scope="col">
                  <span>{failureOf(failure, language, t)}</span>
                  <small className="num">{t("criteria.n", { n: failure.n })}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {catching.map(({ check, caught }) => (
              <tr key={check}>
                <th scope="row">
                  <code className="clip" title={check}>
                    {check}
                  </code>
                </th>
                {failures.map((failure, at) => (
                  <td key={failure.name}>
                    <Caught
                      caught={caught[at] ?? 0}
                      n={failure.n}
                      label={t("criteria.caughtOf", {
                        check,
                        failure: failureOf(failure, language, t),
                        caught: caught[at] ?? 0,
                        n: failure.n,
                      })}
                      onOpen={() => onCell(check, failure.name)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {silent.length > 0 && (
        <details className="criteria-silent">
          <summary>{t("criteria.catchNothing", { n: silent.length })}</summary>
          <p>
            {silent.map(({ check }) => (
              <code key={check}>{check}</code>
            ))}
          </p>
        </details>
      )}
      {unnamed && (
        <p className="criteria-lead">
          {t("criteria.matrixUnnamed")} <PageLink page="review">{t("criteria.toReview")}</PageLink>
        </p>
      )}
    </Card>
  );
}

interface CaughtProps {
  caught: number;
  n: number;
  label: string;
  onOpen: () => void;
}

function Caught({ caught, n, label, onOpen }: CaughtProps) {
  const f = useFormat();
  const share = n > 0 ? caught / n : 0;
  return (
    <button
      type="button"
      className="criteria-caught num"
      data-some={caught > 0}
      style={{ "--share": `${Math.round(share * 100)}%` } as React.CSSProperties}
      aria-label={label}
      onClick={onOpen}
    >
      <b>{caught === 0 ? "·" : f.percent(share)}</b>
      <small>
        {f.number(caught)}/{f.number(n)}
      </small>
    </button>
  );
}
