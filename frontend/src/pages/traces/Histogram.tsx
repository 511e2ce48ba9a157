import { memo, type PointerEvent, useMemo, useState } from "react";
import type { Range } from "@/app/range";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { type Bins, binsOf, lengthFor, type Point } from "./bins";
import { type Asked, useTrend } from "./server";

/** How many there were over time. Dragging across it chooses a stretch of time. */

const DAY_NS = 86_400e9;

interface HistogramProps {
  asked: Asked;
  range: Range;
  enabled: boolean;
  onRange: (since_ns: number, until_ns: number) => void;
}

export const Histogram = memo(({ asked, range, enabled, onRange }: HistogramProps) => {
  const bins = useBins(asked, range, enabled);
  if (!bins) return <div className="traces-hist" />;
  return <Bars bins={bins} onRange={onRange} />;
});

/** Where the range is all of time, days first say how long that is. */
function useBins(asked: Asked, range: Range, enabled: boolean): Bins | null {
  const { since_ns, until_ns } = range;
  const bounded = since_ns !== null;
  const days = useTrend(asked, "1d", enabled && !bounded);
  const now = until_ns ?? Date.now() * 1e6;
  const begun = days.data?.[0]?.start_ns;
  const ended = days.data?.at(-1)?.start_ns;
  const known = begun !== undefined && ended !== undefined ? ended + DAY_NS - begun : null;
  const duration = bounded ? now - since_ns : known;
  const [every, width] = lengthFor(duration ?? 90 * DAY_NS);
  const finer = width < DAY_NS;
  const counted = useTrend(asked, every, enabled && (bounded || (known !== null && finer)));
  const data = bounded || finer ? counted.data : days.data;
  return useMemo(() => {
    if (!data) return null;
    const points = data.map(({ start_ns, values }): Point => {
      return { start_ns, count: values.count ?? 0, errors: values.errors ?? 0 };
    });
    return bounded
      ? binsOf(points, width, since_ns, until_ns ?? Date.now() * 1e6)
      : binsOf(points, width, null, null);
  }, [data, width, bounded, since_ns, until_ns]);
}

const HEIGHT = 40;

function Bars({ bins, onRange }: { bins: Bins; onRange: HistogramProps["onRange"] }) {
  const t = useT();
  const f = useFormat();
  const [over, setOver] = useState<number | null>(null);
  const [from, setFrom] = useState<number | null>(null);
  const { points, width_ns } = bins;
  const most = Math.max(1, ...points.map((point) => point.count));
  const total = points.reduce((n, point) => n + point.count, 0);
  const failed = points.reduce((n, point) => n + point.errors, 0);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return <div className="traces-hist" />;
  const at = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.max(0, Math.min(points.length - 1, Math.floor(share * points.length)));
  };
  const low = from === null || over === null ? over : Math.min(from, over);
  const high = from === null || over === null ? over : Math.max(from, over);
  const finish = () => {
    const [begin, end] = [points[low ?? -1], points[high ?? -1]];
    if (from !== null && begin && end) onRange(begin.start_ns, end.start_ns + width_ns);
    setFrom(null);
  };
  const held = points.slice(low ?? 0, (high ?? -1) + 1);
  const summary = t("traces.histSummary", {
    n: total,
    errors: failed,
    from: f.moment(first.start_ns),
    to: f.moment(last.start_ns + width_ns),
  });
  return (
    <div className="traces-hist">
      <svg
        viewBox={`0 0 ${points.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={summary}
        onPointerMove={(event) => setOver(at(event))}
        onPointerLeave={() => from === null && setOver(null)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setFrom(at(event));
        }}
        onPointerUp={finish}
        onPointerCancel={() => setFrom(null)}
      >
        {low !== null && high !== null && (
          <rect className="hist-held" x={low} y={0} width={high - low + 1} height={HEIGHT} />
        )}
        {points.map((point, x) => (
          <Bar key={point.start_ns} point={point} x={x} most={most} />
        ))}
      </svg>
      <div className="hist-ends num" aria-hidden="true">
        <span>{f.moment(first.start_ns)}</span>
        {held[0] ? (
          <span className="hist-what">
            {t("traces.histWhat", {
              from: f.moment(held[0].start_ns),
              to: f.moment((held.at(-1)?.start_ns ?? 0) + width_ns),
              n: held.reduce((n, point) => n + point.count, 0),
              errors: held.reduce((n, point) => n + point.errors, 0),
            })}
          </span>
        ) : (
          <span className="hist-hint">{t("traces.histHint")}</span>
        )}
        <span>{f.moment(last.start_ns + width_ns)}</span>
      </div>
    </div>
  );
}

function Bar({ point, x, most }: { point: Point; x: number; most: number }) {
  if (point.count === 0) return null;
  const height = Math.max(2, (point.count / most) * (HEIGHT - 2));
  const failed = point.errors ? Math.max(2, (point.errors / point.count) * height) : 0;
  return (
    <>
      <rect className="hist-bar" x={x + 0.1} y={HEIGHT - height} width={0.8} height={height} />
      {failed > 0 && (
        <rect className="hist-failed" x={x + 0.1} y={HEIGHT - failed} width={0.8} height={failed} />
      )}
    </>
  );
}
