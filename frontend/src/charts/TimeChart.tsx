import { useEffect, useId, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useTheme } from "@/app/theme";
import { useT } from "@/i18n";
import { type Format, useFormat } from "@/i18n/format";
import { useAsTable } from "./asTable";
import "./charts.css";
import { ChartTable } from "./ChartTable";
import { dataOf, optionsOf } from "./plotting";

export type Tone = "c1" | "c2" | "c3" | "c4" | "c5" | "ok" | "no" | "warn";

export interface Series {
  label: string;
  values: readonly (number | null)[];
  /** Bounds of an interval around the values. */
  low?: readonly (number | null)[];
  high?: readonly (number | null)[];
  /** Said beside each value, such as how many labels it is made of. */
  notes?: readonly (string | null)[];
  kind?: "line" | "bars";
  tone?: Tone;
}

export interface Marker {
  /** Seconds since 1970. */
  at: number;
  /** "" draws the line alone. */
  label: string;
}

export interface TimeChartProps {
  title: string;
  /** Seconds since 1970. */
  x: readonly number[];
  series: readonly Series[];
  format: (value: number) => string;
  /** Charts with the same word share a crosshair. */
  sync?: string;
  markers?: readonly Marker[];
  /** A stretch of time that was dragged over, in seconds. */
  onRange?: (since: number, until: number) => void;
  height?: number;
  /** The scale of values: as needed by the data where it says nothing. */
  min?: number;
  max?: number;
  /** The heading is elsewhere, as in a card. */
  hideTitle?: boolean;
}

/** Values over time, drawn; or the same numbers as a table. */
export default function TimeChart(props: TimeChartProps) {
  const t = useT();
  const f = useFormat();
  const id = useId();
  const asTable = useAsTable();
  const [cursor, setCursor] = useState<number | null>(null);
  const empty = props.series.every((one) => one.values.every((value) => value === null));
  const height = props.height ?? 180;
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption className="chart-head">
        <span id={id} className={props.hideTitle ? "sr" : "chart-title"}>
          {props.title}
        </span>
        {!empty && !asTable && <Legend {...props} cursor={cursor} f={f} />}
      </figcaption>
      {empty ? (
        <p className="chart-empty" style={{ height }}>
          {t("ui.noData")}
        </p>
      ) : asTable ? (
        <ChartTable {...props} />
      ) : (
        <Drawing {...props} height={height} onCursor={setCursor} />
      )}
      {!empty && !asTable && <MarkerNames markers={props.markers ?? []} f={f} />}
    </figure>
  );
}

type LegendProps = TimeChartProps & { cursor: number | null; f: Format };

/** The names of the series, and what they are where the pointer is. */
function Legend({ series, x, format, cursor, f }: LegendProps) {
  const at = cursor === null ? undefined : x[cursor];
  return (
    <span className="chart-legend num">
      {at !== undefined && <span>{f.moment(at * 1e9)}</span>}
      {series.map((one, index) => {
        const value = cursor === null ? null : (one.values[cursor] ?? null);
        return (
          <span key={one.label} className="chart-name">
            <i className={`chart-swatch tone-${one.tone ?? `c${(index % 5) + 1}`}`} />
            {one.label}
            {value !== null && <b>{format(value)}</b>}
            {cursor !== null && one.notes?.[cursor]}
          </span>
        );
      })}
    </span>
  );
}

/** What the numbers above the chart stand for. */
function MarkerNames({ markers, f }: { markers: readonly Marker[]; f: Format }) {
  if (!markers.some(({ label }) => label)) return null;
  return (
    <ol className="chart-marks">
      {markers.map(({ at, label }, index) => (
        <li key={at}>
          <b>{index + 1}</b>
          <span className="num">{f.moment(at * 1e9)}</span>
          <span className="chart-mark-name">{label}</span>
        </li>
      ))}
    </ol>
  );
}

type DrawingProps = TimeChartProps & { height: number; onCursor: (at: number | null) => void };

function Drawing(props: DrawingProps) {
  const { x, series, height, onCursor, onRange } = props;
  const t = useT();
  const f = useFormat();
  const theme = useTheme();
  const holder = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const data = useMemo(() => dataOf(x, series), [x, series]);
  // What the drawing is made of besides numbers: it is made anew when one of these changes.
  const shape = JSON.stringify([
    series.map(({ label, kind, tone, low }) => [label, kind, tone, low !== undefined]),
    ...[props.markers, props.sync, props.min, props.max, onRange !== undefined],
  ]);
  const dataNow = useRef(data);
  dataNow.current = data;
  const plot = useRef<uPlot>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: shape and theme stand for what is read
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const made = new uPlot(
      optionsOf({
        ...latest.current,
        width: element.clientWidth,
        height,
        f,
        format: (value) => latest.current.format(value),
        onCursor: (at) => latest.current.onCursor(at),
        onRange: onRange && ((since, until) => latest.current.onRange?.(since, until)),
      }),
      dataNow.current,
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
      onCursor(null);
    };
  }, [shape, theme, f, height]);
  useEffect(() => plot.current?.setData(data), [data]);
  return (
    <div
      ref={holder}
      className="chart-plot"
      aria-hidden="true"
      title={onRange ? t("ui.dragHint") : undefined}
    />
  );
}
