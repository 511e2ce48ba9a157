import { type ReactNode, useMemo } from "react";
import { useApp } from "@/app/application";
import { PageLink } from "@/app/navigation";
import { useRange } from "@/app/range";
import { type Series, TimeChart, type TimeChartProps } from "@/charts";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { type Answer, useGet } from "@/lib/queries";
import { joined } from "@/pages/traces/filterText";
import { Card } from "@/ui/Card";
import { QueryView, Skeleton } from "@/ui/States";
import { largest, placed, type Stretch } from "./stretch";

/** Volume, latency, cost and errors over the time range, with one crosshair for all. */

export type Split = "none" | "model" | "prompt_version";
export const SYNC = "overview";
export const MOST_GROUPS = 4;

type Point = Answer<"/api/trend">[number];
type Measure = "count" | "errors" | "p50" | "p95" | "cost";

export interface ChartsProps {
  stretch: Stretch;
  split: Split;
  markers: NonNullable<TimeChartProps["markers"]>;
}

/**
 * The measures of the range in its stretches; by traces, or by calls where they are split.
 * Without `ask` those that somebody else asks for: the first numbers are not to wait for them.
 */
export function useMeasures(
  { stretch, split }: Pick<ChartsProps, "stretch" | "split">,
  ask = true,
) {
  const app = useApp();
  const { filter } = useRange();
  const wanted = (of: string, terms: string, by: Split) => ({
    params: {
      query: {
        app,
        of,
        every: stretch.every,
        filter: joined(terms, filter),
        ...(by === "none" ? {} : { by }),
      },
    },
  });
  const scope = split === "none" ? "root:true" : `${split}:*`;
  const enabled = ask && app !== "";
  const traces = useGet("/api/trend", wanted("count,errors,p50,p95", scope, split), { enabled });
  const cost = useGet("/api/trend", wanted("count,cost", split === "none" ? "" : scope, split), {
    enabled,
  });
  return { traces, cost };
}

export function Charts(props: ChartsProps) {
  const t = useT();
  const f = useFormat();
  const { traces, cost } = useMeasures(props);
  const split = props.split !== "none";
  const count = (n: number) => (Number.isInteger(n) ? f.compact(n) : "");
  const seconds = (s: number) => f.milliseconds(s * 1000);
  const latency: [Measure, string][] = split
    ? [["p95", t("overview.p95")]]
    : [
        ["p50", t("overview.p50")],
        ["p95", t("overview.p95")],
      ];
  const each = t(`overview.every.${props.stretch.every}`);
  const volume = t(split ? "overview.chart.volumeSplit" : "overview.chart.volume");
  return (
    <>
      <Measured
        {...props}
        query={traces}
        title={volume}
        measures={[["count", each]]}
        absent={0}
        bars={!split}
        tones={["c2"]}
        format={count}
      />
      <Measured
        {...props}
        query={traces}
        title={t(split ? "overview.chart.latencySplit" : "overview.chart.latency")}
        measures={latency}
        absent={null}
        tones={["c5", "c3"]}
        format={seconds}
        filter="latency:>0"
      />
      <Measured
        {...props}
        query={cost}
        title={t("overview.chart.cost")}
        measures={[["cost", each]]}
        absent={null}
        bars={!split}
        tones={["c4"]}
        format={f.cost}
        filter="cost:>0"
      />
      <Measured
        {...props}
        query={traces}
        title={t("overview.chart.errors")}
        measures={[["errors", each]]}
        absent={0}
        bars={!split}
        tones={["no"]}
        format={count}
        filter="status:error"
      />
    </>
  );
}

interface MeasuredProps extends ChartsProps {
  query: ReturnType<typeof useMeasures>["traces"];
  title: string;
  measures: [Measure, string][];
  /** What a stretch without anything recorded has. */
  absent: number | null;
  bars?: boolean;
  tones: NonNullable<Series["tone"]>[];
  format: (value: number) => string;
  filter?: string;
}

function Measured({ query, filter = "", title, ...drawn }: MeasuredProps) {
  return (
    <ChartCard title={title} filter={filter}>
      <QueryView query={query} isEmpty={() => false} skeleton={<Skeleton height={170} />}>
        {(points) => <OverTime {...drawn} title={title} points={points} />}
      </QueryView>
    </ChartCard>
  );
}

function OverTime(props: Omit<MeasuredProps, "query" | "filter"> & { points: Point[] }) {
  const { points, stretch, split, measures, absent, bars, tones } = props;
  const t = useT();
  const range = useRange();
  const found = useMemo(() => {
    const of = (measure: Measure) => (point: Point) => point.values[measure] ?? null;
    const kind = bars ? ("bars" as const) : ("line" as const);
    if (split === "none") {
      const series: Series[] = measures.map(([measure, label], at) => {
        const values = placed(stretch, points, of(measure), absent);
        return { label, values, kind, tone: tones[at % tones.length] ?? "c1" };
      });
      return { series, others: 0 };
    }
    const { groups, others } = largest(points, MOST_GROUPS);
    const measure = measures[0]?.[0] ?? "count";
    const series = groups.map((group): Series => {
      const own = points.filter((point) => point.group === group);
      const label = group ?? t("overview.chart.missing");
      return { label, values: placed(stretch, own, of(measure), absent) };
    });
    return { series, others };
  }, [points, stretch, split, measures, absent, bars, tones, t]);
  return (
    <>
      <TimeChart
        hideTitle
        title={props.title}
        x={stretch.x}
        series={found.series}
        format={props.format}
        sync={SYNC}
        markers={props.markers}
        height={170}
        onRange={(since, until) => range.setBetween(since * 1e9, until * 1e9)}
      />
      {found.others > 0 && (
        <p className="overview-more">{t("overview.more", { n: found.others })}</p>
      )}
    </>
  );
}

interface ChartCardProps {
  title: ReactNode;
  filter: string;
  wide?: boolean;
  children: ReactNode;
}

export function ChartCard({ title, filter, wide = false, children }: ChartCardProps) {
  return (
    <Card
      className={`overview-chart ${wide ? "overview-wide" : ""}`}
      title={
        <PageLink page="traces" search={{ filter: filter || undefined }}>
          {title}
        </PageLink>
      }
    >
      {children}
    </Card>
  );
}
