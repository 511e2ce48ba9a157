/**
 * Positions in a text: the server counts Unicode code points, a JavaScript string counts UTF-16
 * units. They differ after the first character beyond the basic plane, such as an emoji.
 */

/** Positions in code points as positions in the string; beyond its end they are its end. */
export function toUnits(text: string, points: readonly number[]): number[] {
  const order = points.map((_, at) => at).sort((a, b) => (points[a] ?? 0) - (points[b] ?? 0));
  const found = new Array<number>(points.length).fill(0);
  let unit = 0;
  let point = 0;
  for (const at of order) {
    const wanted = points[at] ?? 0;
    while (point < wanted && unit < text.length) {
      unit += widthAt(text, unit);
      point += 1;
    }
    found[at] = unit;
  }
  return found;
}

/** A position in the string as one in code points; within a pair it is that of the pair. */
export function toPoints(text: string, unit: number): number {
  let point = 0;
  for (let at = 0; at < Math.min(unit, text.length); at += widthAt(text, at)) {
    if (at + widthAt(text, at) <= unit) point += 1;
  }
  return point;
}

function widthAt(text: string, unit: number): number {
  const first = text.charCodeAt(unit);
  if (first < 0xd800 || first > 0xdbff) return 1;
  const second = text.charCodeAt(unit + 1);
  return second >= 0xdc00 && second <= 0xdfff ? 2 : 1;
}

export interface Stretch {
  start: number;
  end: number;
}

export interface Piece<S extends Stretch> {
  text: string;
  /** Where it begins in the string. */
  at: number;
  /** The stretches that cover it; none where nothing is marked. */
  by: readonly S[];
}

/** A text cut where stretches, which may overlap, begin and end. They are in code points. */
export function cutAt<S extends Stretch>(text: string, stretches: readonly S[]): Piece<S>[] {
  const units = toUnits(
    text,
    stretches.flatMap(({ start, end }) => [start, end]),
  );
  const placed = stretches.map((of, at) => {
    return { of, start: units[2 * at] ?? 0, end: units[2 * at + 1] ?? 0 };
  });
  const bounds = [...new Set([0, ...units, text.length])].sort((a, b) => a - b);
  return bounds.slice(0, -1).map((start, at) => {
    const end = bounds[at + 1] ?? text.length;
    const by = placed.filter((one) => one.start <= start && one.end >= end).map((one) => one.of);
    return { text: text.slice(start, end), at: start, by };
  });
}
