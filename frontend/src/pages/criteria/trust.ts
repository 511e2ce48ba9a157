import type { Grade } from "./server";

/** Why a check can be trusted, or not yet. The server decides which; this is the reason in words. */

export const MOST_FALSE = 0.1;
export const FEWEST_GOOD = 10;
export const FEWEST_BAD = 5;

export type Why =
  | { code: "trusted"; low: number; high: number; falseFailure: number }
  /** People called all that it judged good, or all bad: there is nothing to agree about. */
  | { code: "oneKind" }
  | { code: "neverFails" }
  | { code: "alwaysFails" }
  /** It judged too few outputs that people labelled to say anything. */
  | { code: "few"; good: number; bad: number }
  | { code: "chance"; low: number; high: number }
  | { code: "worse"; low: number; high: number }
  | { code: "tooStrict"; falseFailure: number }
  | { code: "unjudged" }
  | { code: "unknown" };

export function whyOf(grade: Grade, trusted: readonly string[]): Why {
  const { kappa, intervals, n, tp, fp, fn, tn } = grade;
  const [low, high] = intervals.kappa ?? [Number.NaN, Number.NaN];
  const falseFailure = grade.false_failure ?? 0;
  if (trusted.includes(grade.check)) return { code: "trusted", low, high, falseFailure };
  if (n === 0) return { code: "unjudged" };
  if (kappa === null) return { code: "oneKind" };
  const [good, bad] = [fp + tn, tp + fn];
  if (good < FEWEST_GOOD || bad < FEWEST_BAD) return { code: "few", good, bad };
  if (tp + fp === 0) return { code: "neverFails" };
  if (fn + tn === 0) return { code: "alwaysFails" };
  if (high < 0) return { code: "worse", low, high };
  if (falseFailure > MOST_FALSE) return { code: "tooStrict", falseFailure };
  if (!(low > 0)) return { code: "chance", low, high };
  return { code: "unknown" };
}

/** The best first: trusted ones, then by agreement; what cannot be measured comes last. */
export function ranked<G extends Grade>(checks: readonly G[], trusted: readonly string[]): G[] {
  const rank = ({ check, kappa }: G) => Number(trusted.includes(check)) * 10 + (kappa ?? -5);
  return [...checks].sort((a, b) => rank(b) - rank(a));
}
