import { expect, test } from "vitest";
import { timeRange } from "./room";

const DAY = 86_400;
const days = Array.from({ length: 14 }, (_, at) => at * DAY);
const rangeOf = (x: readonly number[]) => timeRange(x)(null, x[0] ?? 0, x.at(-1) ?? 0);

test("neither a line nor a bar begins at the axis", () => {
  const [low, high] = rangeOf(days);
  expect(low).toBeLessThanOrEqual(-DAY / 2);
  expect(high).toBeGreaterThanOrEqual(13.5 * DAY);
});

test("where there are many narrow stretches there is room all the same", () => {
  const minutes = Array.from({ length: 2000 }, (_, at) => at * 60);
  const [low] = rangeOf(minutes);
  expect(low).toBeLessThan(-60);
});
