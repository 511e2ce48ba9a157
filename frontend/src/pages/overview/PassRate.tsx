import { useMemo } from "react";
import { useApp } from "@/app/application";
import { PageLink } from "@/app/navigation";
import { useRange } from "@/app/range";
import { type Series, TimeChart } from "@/charts";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { useGet } from "@/lib/queries";
import { joined, written } from "@/pages/traces/filterText";
import { ErrorState, Skeleton } from "@/ui/States";
import { ChartCard, type ChartsProps, type Split, SYNC } from "./Charts";
import { type RatePoint, useRates } from "./server";
import { placed, type Stretch } from "./stretch";

/** The share of good outputs over time, as people judged, with its interval as a band. */

interface PassRateProps extends ChartsProps {
  criterion: string;
}

export function PassRate(props: PassRateProps) {
  const { criterion, split } = props;
  const t = useT();
  return (
    <ChartCard
      wide
      title={t("overview.chart.pass_rate", { criterion })}
      filter={`label.${written(criterion)}:bad`}
    >
      {split === "none" ? <Whole {...props} /> : <InGroups {...props} split={split} />}
    </ChartCard>
  );
}

function Whole(props: PassRateProps) {
  const t = useT();
  const { filter } = useRange();
  const { data, error, refetch } = useRates(props.criterion, props.stretch.every, filter);
  const label = t("overview.tile.pass_rate");
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={190} />;
  return <Drawn {...props} rates={[[t("overview.chart.band", { label }), data]]} />;
}

/** The groups with the most calls, two at most: more bands over each other cannot be read. */
const MOST_BANDS = 2;

function InGroups(props: PassRateProps & { split: Exclude<Split, "none"> }) {
  const { split } = props;
  const app = useApp();
  const { filter } = useRange();
  const query = { app, fields: split, filter };
  const facets = useGet("/api/facets", { params: { query } }, { enabled: app !== "" });
  if (facets.error && !facets.data) return <ErrorState error={facets.error} />;
  if (!facets.data) return <Skeleton height={190} />;
  const values = facets.data[0]?.values ?? [];
  const [first, second] = values.map(({ value }) => value);
  if (first === undefined) return <Drawn {...props} rates={[]} />;
  const others = values.length - MOST_BANDS + (facets.data[0]?.other ? 1 : 0);
  return <Two {...props} groups={[first, second ?? null]} others={Math.max(0, others)} />;
}

interface TwoProps extends PassRateProps {
  groups: [string, string | null];
  others: number;
}

function Two(props: TwoProps) {
  const { criterion, stretch, split, groups, others } = props;
  const t = useT();
  const { filter } = useRange();
  const [first, second] = groups;
  const within = (group: string) => joined(`${split}:${written(group)}`, filter);
  const one = useRates(criterion, stretch.every, within(first));
  const two = useRates(criterion, stretch.every, within(second ?? first));
  const error = one.error ?? two.error;
  if (error) return <ErrorState error={error} />;
  if (!one.data || !two.data) return <Skeleton height={190} />;
  const banded = (label: string) => t("overview.chart.band", { label });
  const rates: [string, RatePoint[]][] = [[banded(first), one.data]];
  if (second !== null) rates.push([banded(second), two.data]);
  return (
    <>
      <Drawn {...props} rates={rates} />
      {others > 0 && <p className="overview-more">{t("overview.more", { n: others })}</p>}
    </>
  );
}

type DrawnProps = PassRateProps & { rates: [string, RatePoint[]][] };

function Drawn({ rates, stretch, markers, criterion }: DrawnProps) {
  const t = useT();
  const f = useFormat();
  const range = useRange();
  const series = useMemo(
    () =>
      rates.map(([label, points]) =>
        seriesOf(label, points, stretch, (n) => t("overview.n", { n })),
      ),
    [rates, stretch, t],
  );
  if (rates.every(([, points]) => points.every(({ value }) => value === null))) return <NoRate />;
  return (
    <TimeChart
      hideTitle
      title={t("overview.chart.pass_rate", { criterion })}
      x={stretch.x}
      series={series}
      format={(share) => f.percent(share)}
      sync={SYNC}
      markers={markers}
      min={0}
      max={1}
      height={190}
      onRange={(since, until) => range.setBetween(since * 1e9, until * 1e9)}
    />
  );
}

function seriesOf(
  label: string,
  points: readonly RatePoint[],
  stretch: Stretch,
  said: (n: number) => string,
): Series {
  const counts = placed(stretch, points, ({ n }) => n, null);
  return {
    label,
    values: placed(stretch, points, ({ value }) => value, null),
    low: placed(stretch, points, ({ low, value }) => (value === null ? null : low), null),
    high: placed(stretch, points, ({ high, value }) => (value === null ? null : high), null),
    notes: counts.map((n) => (n === null ? null : said(n))),
  };
}

function NoRate() {
  const t = useT();
  return (
    <div className="overview-norate">
      <b>{t("overview.chart.noRate")}</b>
      <p>{t("overview.chart.noRateText")}</p>
      <PageLink page="review" className="btn btn-plain btn-m">
        {t("overview.toReview")}
      </PageLink>
    </div>
  );
}
