/** Into which stretches of time the charts cut their range, and how answers are put into them. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Wider than the first number: stretches of the second. */
const STEPS = [
  [0, MINUTE, "1m"],
  [2 * HOUR, 5 * MINUTE, "5m"],
  [6 * HOUR, HOUR, "1h"],
  [2 * DAY, 6 * HOUR, "6h"],
  [10 * DAY, DAY, "1d"],
  [200 * DAY, 7 * DAY, "7d"],
  [1500 * DAY, 30 * DAY, "30d"],
] as const;

export type Every = (typeof STEPS)[number][2];

export interface Stretch {
  since: number;
  until: number;
  every: Every;
  /** Length of one, in seconds. */
  step: number;
  /** When each begins, in seconds since 1970. */
  x: number[];
}

/** The range between two moments, in seconds, cut at whole multiples of a step since 1970. */
export function stretchOf(since: number, until: number, shortest = 0): Stretch {
  const width = Math.max(until - since, MINUTE);
  const fitting = STEPS.filter(([from, step]) => width > from || step <= shortest);
  const [, step, every] = fitting.at(-1) ?? STEPS[0];
  const first = Math.floor(since / step) * step;
  const last = Math.max(first, Math.ceil(until / step) * step - step);
  const x = Array.from({ length: Math.round((last - first) / step) + 1 }, (_, at) => {
    return first + at * step;
  });
  return { since, until, every, step, x };
}

interface Begun {
  start_ns: number;
}

/** One value for each stretch: that of the point that begins there, else `absent`. */
export function placed<P extends Begun>(
  { x }: Pick<Stretch, "x">,
  points: readonly P[],
  value: (point: P) => number | null,
  absent: number | null,
): (number | null)[] {
  const found = new Map(points.map((point) => [Math.round(point.start_ns / 1e9), point]));
  return x.map((at) => {
    const point = found.get(at);
    return point ? value(point) : absent;
  });
}

interface Grouped {
  group: string | null;
  values: { count?: number | null };
}

/** The most frequent groups, and how many others there are. */
export function largest<P extends Grouped>(
  points: readonly P[],
  most: number,
): { groups: (string | null)[]; others: number } {
  const counts = new Map<string | null, number>();
  for (const { group, values } of points) {
    counts.set(group, (counts.get(group) ?? 0) + (values.count ?? 0));
  }
  const order = [...counts].sort((a, b) => b[1] - a[1]).map(([group]) => group);
  return { groups: order.slice(0, most), others: Math.max(0, order.length - most) };
}

interface Marked {
  at: number;
  label: string;
}

/** Markers closer than a fiftieth of the range become one: two labels over each other say nothing. */
export function gathered(markers: readonly Marked[], { since, until }: Stretch): Marked[] {
  const near = (until - since) / 50;
  const inside = markers.filter(({ at }) => at >= since && at <= until);
  const joined: Marked[] = [];
  for (const marker of inside.sort((a, b) => a.at - b.at)) {
    const last = joined.at(-1);
    if (last && marker.at - last.at < near) last.label = `${last.label} · ${marker.label}`;
    else joined.push({ ...marker });
  }
  return joined;
}
