import uPlot from "uplot";
import type { Format } from "@/i18n/format";
import { timeRange } from "./room";
import type { Marker, Series, TimeChartProps } from "./TimeChart";

/** The options and data of uPlot for one of our charts. Colours are those of the theme. */

const FONT = "11px Inter Variable, system-ui, sans-serif";
const DAY_S = 86_400;

export function dataOf(x: readonly number[], series: readonly Series[]): uPlot.AlignedData {
  const columns = series.flatMap((one) => {
    return one.low && one.high ? [one.values, one.low, one.high] : [one.values];
  });
  return [[...x], ...columns.map((column) => [...column])] as uPlot.AlignedData;
}

export interface Drawn extends Omit<TimeChartProps, "height" | "onRange"> {
  width: number;
  height: number;
  f: Format;
  onCursor: (at: number | null) => void;
  onRange: ((since: number, until: number) => void) | undefined;
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function faint(name: string, share: number): string {
  return `color-mix(in srgb, ${colour(name)} ${share}%, transparent)`;
}

export function optionsOf(drawn: Drawn): uPlot.Options {
  const { width, height, sync, onRange, onCursor, min, max } = drawn;
  const { series, bands } = seriesOf(drawn.series);
  return {
    width,
    height,
    padding: [drawn.markers?.some(({ label }) => label) ? 2 * BADGE + 6 : 10, 20, 0, 0],
    legend: { show: false },
    cursor: {
      ...(sync ? { sync: { key: sync } } : {}),
      drag: { x: onRange !== undefined, y: false, setScale: false },
      points: { size: 7 },
      y: false,
    },
    scales: { x: { time: true, range: timeRange(drawn.x) }, y: { range: rangeOf(min, max) } },
    axes: [timeAxis(drawn.f), valueAxis(drawn.format)],
    series: [{}, ...series],
    bands,
    hooks: {
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
      setSelect: onRange ? [(plot) => select(plot, onRange)] : [],
      draw: drawn.markers?.length ? [(plot) => drawMarkers(plot, drawn.markers ?? [])] : [],
    },
  };
}

function rangeOf(min: number | undefined, max: number | undefined): uPlot.Range.Function {
  return (_plot, low, high) => {
    const bottom = min ?? Math.min(0, low ?? 0);
    const top = max ?? (high > bottom ? high + (high - bottom) * 0.08 : bottom + 1);
    return [bottom, top];
  };
}

function seriesOf(given: readonly Series[]): { series: uPlot.Series[]; bands: uPlot.Band[] } {
  const series: uPlot.Series[] = [];
  const bands: uPlot.Band[] = [];
  given.forEach((one, index) => {
    const tone = one.tone ?? `c${(index % 5) + 1}`;
    series.push(one.kind === "bars" ? barsOf(one, tone) : lineOf(one, tone));
    if (!one.low || !one.high) return;
    const unseen = { stroke: "transparent", points: { show: false }, spanGaps: false };
    series.push({ label: one.label, ...unseen }, { label: one.label, ...unseen });
    bands.push({ series: [series.length, series.length - 1], fill: faint(tone, 16) });
  });
  return { series, bands };
}

function lineOf({ label }: Series, tone: string): uPlot.Series {
  return { label, stroke: colour(tone), width: 1.75, points: { size: 5, fill: colour(tone) } };
}

function barsOf({ label }: Series, tone: string): uPlot.Series {
  return {
    label,
    stroke: "transparent",
    fill: faint(tone, 75),
    points: { show: false },
    paths: uPlot.paths.bars?.({ size: [0.7, 26], radius: 0.15 }),
  };
}

function axis(): uPlot.Axis {
  return {
    stroke: colour("tx3"),
    font: FONT,
    grid: { stroke: colour("grid"), width: 1 },
    ticks: { show: false },
    gap: 6,
  };
}

function timeAxis(f: Format): uPlot.Axis {
  return {
    ...axis(),
    size: 26,
    space: 74,
    grid: { show: false },
    values: (_plot, splits, _axis, _space, increment) =>
      splits.map((at) => (increment >= DAY_S ? f.date(at * 1e9) : f.clock(at * 1e9))),
  };
}

function valueAxis(format: (value: number) => string): uPlot.Axis {
  return {
    ...axis(),
    space: 34,
    size: (_plot, values) => 14 + 6.6 * Math.max(2, ...(values ?? []).map((one) => one.length)),
    values: (_plot, splits) => splits.map(format).map(unlessSame),
  };
}

/** Where the steps are finer than what is printed, as of counts, a number stands once. */
function unlessSame(text: string, at: number, all: readonly string[]): string {
  return at > 0 && all[at - 1] === text ? "" : text;
}

const SHORTEST_DRAG_PX = 4;

function select(plot: uPlot, onRange: (since: number, until: number) => void): void {
  const { left, width } = plot.select;
  if (width < SHORTEST_DRAG_PX) return;
  const since = plot.posToVal(left, "x");
  const until = plot.posToVal(left + width, "x");
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onRange(since, until);
}

const BADGE = 7;

/**
 * Upright dashed lines where something changed: a deployment, another model. A named one has its
 * number above the chart; the names stand in a list below, where they are never over each other.
 */
function drawMarkers(plot: uPlot, markers: readonly Marker[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const radius = BADGE * ratio;
  const middle = bbox.top - radius - 3 * ratio;
  let free = 0;
  ctx.save();
  ctx.strokeStyle = colour("tx3");
  ctx.font = `600 ${10 * ratio}px Inter Variable, system-ui, sans-serif`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.setLineDash([3 * ratio, 3 * ratio]);
  ctx.lineWidth = ratio;
  markers.forEach(({ at, label }, index) => {
    const x = plot.valToPos(at, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) return;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    if (label === "" || x - radius < free) return; // two numbers over each other say nothing
    free = x + radius + ratio;
    ctx.beginPath();
    ctx.arc(x, middle, radius, 0, 2 * Math.PI);
    ctx.fillStyle = colour("tx2");
    ctx.fill();
    ctx.fillStyle = colour("panel");
    ctx.fillText(String(index + 1), x, middle + 0.5 * ratio);
  });
  ctx.restore();
}
