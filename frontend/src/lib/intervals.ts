/** Shares and other measures with what they are in. */

export interface Interval {
  value: number;
  low: number;
  high: number;
  confidence: number;
  n: number;
  method: string;
}

type Bounds = Pick<Interval, "low" | "high">;

/** Two that overlap could be the same number: their difference may be chance. */
export function overlap(a: Bounds, b: Bounds): boolean {
  return a.low <= b.high && b.low <= a.high;
}
