import { overlap } from "@/lib/intervals";
import type { Tile, TileName } from "./server";

/** What may be said about a number against the stretch of time before it. */

export type Change =
  /** There is nothing earlier, or nothing now. */
  | { kind: "none" }
  /** The two could be the same number: nothing is said about the direction. */
  | { kind: "unclear"; before: number }
  /** They differ by more than chance; `good` is null where neither direction is the better one. */
  | { kind: "changed"; before: number; up: boolean; good: boolean | null; by: number | null };

/** Whether more of it is better. What is counted and not sampled is neither good nor bad. */
const MORE_IS_BETTER: Partial<Record<TileName, boolean>> = {
  pass_rate: true,
  feedback: true,
  errors: false,
};

const SHARES: ReadonlySet<TileName> = new Set<TileName>(["pass_rate", "errors", "feedback"]);

export function isShare(name: TileName): boolean {
  return SHARES.has(name);
}

/**
 * A change is called good or bad only where both numbers have an interval and these are apart.
 * `by` is the relative difference of amounts, and the difference of shares in points.
 */
export function changeOf(tile: Tile): Change {
  const { name, value, before, interval, before_interval: earlier } = tile;
  if (value === null || before === null) return { kind: "none" };
  if (value === before) return { kind: "unclear", before };
  const up = value > before;
  const by = isShare(name) ? value - before : before === 0 ? null : (value - before) / before;
  if (interval && earlier) {
    if (overlap(interval, earlier)) return { kind: "unclear", before };
    const better = MORE_IS_BETTER[name];
    return { kind: "changed", before, up, good: better === undefined ? null : better === up, by };
  }
  const within = interval && before >= interval.low && before <= interval.high;
  if (within || isShare(name)) return { kind: "unclear", before };
  return { kind: "changed", before, up, good: null, by };
}
