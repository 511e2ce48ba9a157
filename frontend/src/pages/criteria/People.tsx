import { useQueries } from "@tanstack/react-query";
import { useApp } from "@/app/application";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { getting } from "@/lib/queries";
import { IntervalDot } from "@/ui/IntervalDot";
import { stateOf } from "./List";
import type { Criterion } from "./server";
import { kappaLimits, kappaOf } from "./words";

/** Who labelled, and how far they agree with each other beyond chance. */

const MOST = 3;
const FRESH_MS = 60_000;
/** A session that begins later than any label: what is asked for is the agreement alone. */
const LATER_MS = 4e12;

export function People({ criterion }: { criterion: Criterion }) {
  const t = useT();
  const f = useFormat();
  const app = useApp();
  const { name, people } = criterion;
  // Of two it is enough to ask for one: each is compared with the other.
  const asked = people.length < 2 ? [] : people.length === 2 ? people.slice(0, 1) : people;
  const found = useQueries({
    queries: asked.slice(0, MOST).map((reviewer) => ({
      ...getting("/api/review/summary", {
        params: { query: { app, criterion: name, reviewer, since_ms: LATER_MS } },
      }),
      enabled: app !== "",
      staleTime: FRESH_MS,
    })),
  });
  return (
    <>
      <div>
        <dt>{t("criteria.by")}</dt>
        <dd>
          {people.length > 0 ? people.join(t("criteria.comma")) : f.number(null)}
          {people.length < 2 && <small>{t(`criteria.state.${stateOf(criterion)}`)}</small>}
        </dd>
      </div>
      {found.map(({ data }, at) => {
        const together = data?.agreement;
        const who =
          people.length === 2
            ? t("criteria.agreePair")
            : t("criteria.agreeOthers", { person: asked[at] ?? "" });
        if (!together) return null;
        const { kappa, n } = together;
        return (
          <div key={asked[at]}>
            <dt>{who}</dt>
            <dd title={kappa ? t("criteria.agreeHelp") : t("criteria.agreeNone")}>
              <b>{kappaOf(kappa?.value ?? null, f)}</b>
              {kappa && (
                <IntervalDot
                  label={who}
                  value={kappa.value}
                  low={kappa.low}
                  high={kappa.high}
                  min={-0.5}
                  max={1}
                  reference={0}
                />
              )}
              <small>
                {kappa && `${kappaLimits([kappa.low, kappa.high], f)}, `}
                {t("criteria.n", { n })}
              </small>
            </dd>
          </div>
        );
      })}
    </>
  );
}
