import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from "react";
import { useFormat } from "@/i18n/format";
import { type Column, Table } from "@/ui/Table";
import { useAsTable } from "./asTable";
import type { Series } from "./TimeChart";
import "./charts.css";

interface CurveProps {
  title: string;
  /** What is counted from left to right, such as labels. */
  xLabel: string;
  x: readonly number[];
  series: readonly (Series & { dashed?: boolean })[];
  format: (value: number) => string;
  min?: number;
  max?: number;
  /** The values that have a line of their own: the ends and the middle where it says nothing. */
  levels?: readonly number[];
  /** A level to compare with, such as chance. */
  reference?: { at: number; label: string };
  height?: number;
}

const EDGE = { left: 38, right: 10, top: 10, bottom: 22 };

/** Values over a count instead of over time, with the intervals they are in as bands. */
export function Curve(props: CurveProps) {
  const id = useId();
  const asTable = useAsTable();
  const [at, setAt] = useState<number | null>(null);
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption className="chart-head">
        <span id={id} className="chart-title">
          {props.title}
        </span>
        {!asTable && <Names {...props} at={at} />}
      </figcaption>
      {asTable ? <Numbers {...props} /> : <Drawing {...props} at={at} onAt={setAt} />}
    </figure>
  );
}

function Names({ series, x, xLabel, format, at }: CurveProps & { at: number | null }) {
  const f = useFormat();
  return (
    <span className="chart-legend num" aria-live="polite">
      {at !== null && (
        <span>
          {f.number(x[at])} {xLabel}
        </span>
      )}
      {series.map((one, index) => {
        const value = at === null ? null : (one.values[at] ?? null);
        return (
          <span key={one.label} className="chart-name">
            <i
              className={`chart-swatch tone-${one.tone ?? `c${index + 1}`}`}
              data-dashed={one.dashed}
            />
            {one.label}
            {value !== null && <b>{format(value)}</b>}
            {at !== null && one.notes?.[at]}
          </span>
        );
      })}
    </span>
  );
}

type DrawingProps = CurveProps & { at: number | null; onAt: (at: number | null) => void };

function Drawing(props: DrawingProps) {
  const { x, series, format, min = 0, max = 1, reference, height = 190, at, onAt } = props;
  const f = useFormat();
  const [holder, width] = useWidth();
  const first = x[0] ?? 0;
  const last = x.at(-1) ?? 1;
  const inner = Math.max(10, width - EDGE.left - EDGE.right);
  const placeX = (value: number) => EDGE.left + ((value - first) / (last - first || 1)) * inner;
  const placeY = (value: number) => {
    const share = (Math.min(max, Math.max(min, value)) - min) / (max - min);
    return height - EDGE.bottom - share * (height - EDGE.top - EDGE.bottom);
  };
  const nearest = (event: PointerEvent<SVGSVGElement>) => {
    const place = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const distance = (value: number) => Math.abs(placeX(value) - place);
    onAt(
      x.reduce((best, value, one) => (distance(value) < distance(x[best] ?? 0) ? one : best), 0),
    );
  };
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    onAt(Math.min(x.length - 1, Math.max(0, (at ?? (by > 0 ? -1 : x.length)) + by)));
  };
  const levels = props.levels ?? [min, (min + max) / 2, max];
  return (
    <div ref={holder} className="curve">
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={props.title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrows move through its points
        tabIndex={0}
        onPointerMove={nearest}
        onPointerLeave={() => onAt(null)}
        onBlur={() => onAt(null)}
        onKeyDown={onKey}
      >
        {levels.map((level) => (
          <g key={level}>
            <line
              className="curve-grid"
              x1={EDGE.left}
              x2={width - EDGE.right}
              y1={placeY(level)}
              y2={placeY(level)}
            />
            <text className="curve-tick" x={EDGE.left - 6} y={placeY(level) + 4} textAnchor="end">
              {format(level)}
            </text>
          </g>
        ))}
        {ticks(x).map((value, index, all) => (
          <text
            key={value}
            className="curve-tick"
            x={placeX(value)}
            y={height - 6}
            textAnchor={index === 0 ? "start" : index === all.length - 1 ? "end" : "middle"}
          >
            {f.number(value)}
          </text>
        ))}
        {reference && (
          <line
            className="curve-reference"
            x1={EDGE.left}
            x2={width - EDGE.right}
            y1={placeY(reference.at)}
            y2={placeY(reference.at)}
          >
            <title>{reference.label}</title>
          </line>
        )}
        {series.map((one, index) => {
          const tone = one.tone ?? `c${index + 1}`;
          const dot = at === null ? null : (one.values[at] ?? null);
          return (
            <g key={one.label} className={`curve-series curve-${tone}`}>
              {one.low && one.high && (
                <path className="curve-band" d={bandOf(x, one.low, one.high, placeX, placeY)} />
              )}
              <path
                className="curve-line"
                data-dashed={one.dashed}
                d={lineOf(x, one.values, placeX, placeY)}
              />
              {x.length === 1 && one.values[0] != null && (
                <circle cx={placeX(first)} cy={placeY(one.values[0])} r={3.5} />
              )}
              {at !== null && dot !== null && (
                <circle cx={placeX(x[at] ?? 0)} cy={placeY(dot)} r={3.5} />
              )}
            </g>
          );
        })}
        {at !== null && (
          <line
            className="curve-cursor"
            x1={placeX(x[at] ?? 0)}
            x2={placeX(x[at] ?? 0)}
            y1={EDGE.top}
            y2={height - EDGE.bottom}
          />
        )}
      </svg>
      <p className="curve-below">{props.xLabel}</p>
    </div>
  );
}

function useWidth() {
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(320);
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [holder, width] as const;
}

type Place = (value: number) => number;
type Values = readonly (number | null)[];

/** A line with gaps where a value is missing. */
export function lineOf(x: readonly number[], values: Values, placeX: Place, placeY: Place): string {
  let path = "";
  let pen = "M";
  x.forEach((one, at) => {
    const value = values[at] ?? null;
    if (value === null) pen = "M";
    else {
      path += `${pen}${placeX(one).toFixed(1)} ${placeY(value).toFixed(1)}`;
      pen = "L";
    }
  });
  return path;
}

/** The areas between two lines, one for each stretch in which both are known. */
export function bandOf(
  x: readonly number[],
  low: Values,
  high: Values,
  placeX: Place,
  placeY: Place,
): string {
  const stretches: number[][] = [[]];
  x.forEach((_, at) => {
    if (low[at] == null || high[at] == null) stretches.push([]);
    else stretches.at(-1)?.push(at);
  });
  const point = (at: number, values: Values) => {
    return `${placeX(x[at] ?? 0).toFixed(1)} ${placeY(values[at] ?? 0).toFixed(1)}`;
  };
  return stretches
    .filter((stretch) => stretch.length > 1)
    .map((stretch) => {
      const over = stretch.map((at) => point(at, high));
      const under = [...stretch].reverse().map((at) => point(at, low));
      return `M${[...over, ...under].join("L")}Z`;
    })
    .join("");
}

const MOST_TICKS = 5;

function ticks(x: readonly number[]): number[] {
  const every = Math.max(1, Math.ceil((x.length - 1) / (MOST_TICKS - 1)));
  const some = x.filter((_, at) => at % every === 0 && at + every / 2 < x.length - 1);
  const last = x.at(-1);
  return last === undefined ? [] : [...some.filter((value) => value !== last), last];
}

function Numbers({ title, xLabel, x, series, format }: CurveProps) {
  const f = useFormat();
  const columns: Column<number>[] = [
    { id: "x", header: xLabel, cell: (at) => f.number(x[at]), sort: (at) => x[at] ?? 0 },
    ...series.map(
      (one): Column<number> => ({
        id: one.label,
        header: one.label,
        numeric: true,
        cell: (at) => {
          const [value, low, high] = [one.values[at], one.low?.[at], one.high?.[at]];
          if (value == null) return f.number(null);
          const between = low == null || high == null ? "" : ` (${format(low)} – ${format(high)})`;
          return `${format(value)}${between}`;
        },
        sort: (at) => one.values[at] ?? null,
      }),
    ),
  ];
  return (
    <div className="chart-table">
      <Table caption={title} columns={columns} rows={x.map((_, at) => at)} rowKey={String} />
    </div>
  );
}
