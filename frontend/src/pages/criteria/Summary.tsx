import { PageLink } from "@/app/navigation";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { useLanguage } from "@/i18n/language";
import { written } from "@/pages/traces/filterText";
import { IntervalDot } from "@/ui/IntervalDot";
import { Tooltip } from "@/ui/Tooltip";
import { Jobs } from "./Jobs";
import { People } from "./People";
import type { Alignment, Criterion } from "./server";
import { statementOf, titleOf } from "./words";

interface SummaryProps {
  criterion: Criterion;
  alignment: Alignment | undefined;
}

/** What the criterion says and what is known by it, above the tabs. */
export function Summary({ criterion, alignment }: SummaryProps) {
  const t = useT();
  const f = useFormat();
  const language = useLanguage();
  const { name, rate, labels, outputs } = criterion;
  const bad = { filter: `label.${written(name)}:bad` };
  const judged = { filter: `label.${written(name)}:*` };
  return (
    <header className="criteria-summary">
      <div className="row wrap">
        <h2>{titleOf(criterion, language)}</h2>
        {titleOf(criterion, language) !== name && <code className="mut small">{name}</code>}
        <Jobs />
      </div>
      <p className="criteria-statement">
        {statementOf(criterion, language) || (
          <>
            <span className="mut">{t("criteria.noStatement")}</span>{" "}
            <PageLink page="criteria" search={{ criterion: name, tab: "wording" }}>
              {t("criteria.wordIt")}
            </PageLink>
          </>
        )}
      </p>
      <dl className="criteria-figures num">
        <div>
          <dt>{t("criteria.rate")}</dt>
          {rate && rate.n > 0 ? (
            <dd title={t("criteria.rateHelp", { method: rate.method })}>
              <b>{f.percent(rate.value)}</b>
              <IntervalDot
                label={t("criteria.rate")}
                value={rate.value}
                low={rate.low}
                high={rate.high}
              />
              <small>
                {f.interval(rate)}, {t("criteria.n", { n: rate.n })}
              </small>
            </dd>
          ) : (
            <dd>
              <Tooltip text={t("criteria.noRate")}>
                <button type="button">{f.number(null)}</button>
              </Tooltip>
            </dd>
          )}
        </div>
        <div>
          <dt>{t("criteria.labelled")}</dt>
          <dd>
            <PageLink page="traces" search={judged}>
              {t("criteria.outputs", { n: outputs })}
            </PageLink>
            <small>{t("criteria.labels", { n: labels })}</small>
          </dd>
        </div>
        {alignment && (
          <div>
            <dt>{t("criteria.bad")}</dt>
            <dd>
              <PageLink page="traces" search={bad} title={t("criteria.badHelp")}>
                {t("criteria.outputs", { n: alignment.bad })}
              </PageLink>
              {alignment.disputed > 0 && (
                <small>{t("criteria.disputed", { n: alignment.disputed })}</small>
              )}
            </dd>
          </div>
        )}
        <People criterion={criterion} />
      </dl>
    </header>
  );
}
