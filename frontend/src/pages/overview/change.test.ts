import { expect, test } from "vitest";
import type { Interval } from "@/lib/intervals";
import { changeOf } from "./change";
import type { Tile, TileName } from "./server";

function between(low: number, value: number, high: number): Interval {
  return { value, low, high, confidence: 0.95, n: 100, method: "wilson" };
}

function tile(
  name: TileName,
  now: Interval | number | null,
  earlier: Interval | number | null,
): Tile {
  const value = (one: Interval | number | null) =>
    (typeof one === "object" ? one?.value : one) ?? null;
  const interval = (one: Interval | number | null) => (typeof one === "object" ? one : null);
  return {
    name,
    value: value(now),
    interval: interval(now),
    before: value(earlier),
    before_interval: interval(earlier),
    n: 100,
    series: [],
  };
}

test("intervals that overlap are no clear change, whatever the two numbers are", () => {
  const change = changeOf(tile("pass_rate", between(0.7, 0.8, 0.88), between(0.55, 0.65, 0.74)));
  expect(change).toEqual({ kind: "unclear", before: 0.65 });
});

test("intervals that touch are no clear change either", () => {
  const change = changeOf(tile("errors", between(0.1, 0.15, 0.2), between(0.2, 0.25, 0.3)));
  expect(change.kind).toBe("unclear");
});

test("intervals that are apart are a change, good or bad by what more of it means", () => {
  const low = between(0.5, 0.6, 0.7);
  const high = between(0.8, 0.85, 0.9);
  expect(changeOf(tile("pass_rate", high, low))).toMatchObject({
    kind: "changed",
    up: true,
    good: true,
  });
  expect(changeOf(tile("pass_rate", low, high))).toMatchObject({ up: false, good: false });
  expect(changeOf(tile("errors", high, low))).toMatchObject({ up: true, good: false });
  expect(changeOf(tile("errors", low, high))).toMatchObject({ up: false, good: true });
});

test("a share whose earlier interval is not known is never called better or worse", () => {
  expect(changeOf(tile("feedback", between(0.8, 0.85, 0.9), 0.1)).kind).toBe("unclear");
  expect(changeOf(tile("errors", 0.5, 0.1)).kind).toBe("unclear");
});

test("what is counted changes by a share of what it was, and is neither good nor bad", () => {
  expect(changeOf(tile("volume", 120, 100))).toMatchObject({
    kind: "changed",
    by: 0.2,
    good: null,
  });
  expect(changeOf(tile("p95", 2, 4))).toMatchObject({ up: false, by: -0.5, good: null });
});

test("a change from nothing has no size, and nothing to compare with is no change", () => {
  expect(changeOf(tile("cost", 3, 0))).toMatchObject({ kind: "changed", by: null });
  expect(changeOf(tile("cost", 3, null))).toEqual({ kind: "none" });
  expect(changeOf(tile("pass_rate", null, 0.5))).toEqual({ kind: "none" });
  expect(changeOf(tile("volume", 5, 5)).kind).toBe("unclear");
});
