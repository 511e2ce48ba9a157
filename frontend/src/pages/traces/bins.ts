/** The stretches of a small chart of counts over time: how long they are, and which there are. */

export interface Point {
  start_ns: number;
  count: number;
  errors: number;
}

export interface Bins {
  /** Every stretch in order, those without spans too. */
  points: Point[];
  width_ns: number;
}

const S = 1e9;
const LENGTHS: readonly (readonly [every: string, ns: number])[] = [
  ["1s", S],
  ["10s", 10 * S],
  ["1m", 60 * S],
  ["5m", 300 * S],
  ["15m", 900 * S],
  ["1h", 3600 * S],
  ["3h", 3 * 3600 * S],
  ["6h", 6 * 3600 * S],
  ["12h", 12 * 3600 * S],
  ["1d", 86_400 * S],
  ["7d", 7 * 86_400 * S],
  ["28d", 28 * 86_400 * S],
  ["364d", 364 * 86_400 * S],
];
const MOST = 96;

/** The shortest length of which a chart of this much time has room. */
export function lengthFor(duration_ns: number): readonly [every: string, ns: number] {
  const fits = LENGTHS.find(([, ns]) => duration_ns / ns <= MOST);
  return fits ?? (LENGTHS.at(-1) as readonly [string, number]);
}

/** What was counted, with the empty stretches between `since` and `until`. */
export function binsOf(
  counted: readonly Point[],
  width_ns: number,
  since_ns: number | null,
  until_ns: number | null,
): Bins {
  const begin = (ns: number) => Math.floor(ns / width_ns) * width_ns;
  const first = since_ns ?? counted[0]?.start_ns;
  const last = until_ns === null ? counted.at(-1)?.start_ns : until_ns - 1;
  if (first === undefined || last === undefined) return { points: [], width_ns };
  const from = begin(first);
  const number = Math.min(2 * MOST, Math.max(1, Math.floor((begin(last) - from) / width_ns) + 1));
  const points = Array.from({ length: number }, (_, at) => {
    return { start_ns: from + at * width_ns, count: 0, errors: 0 };
  });
  for (const { start_ns, count, errors } of counted) {
    const point = points[Math.floor((start_ns - from) / width_ns)];
    if (!point) continue;
    point.count += count;
    point.errors += errors;
  }
  return { points, width_ns };
}
