import { expect, test } from "vitest";
import { stretchesOf } from "./extent";
import { gathered, largest, placed, stretchOf } from "./stretch";

const DAY = 86_400;
const START = 1_790_000_000;

test("a wider range is cut into longer stretches, never into more than a few hundred", () => {
  const lengths = [0.02, 0.2, 1, 7, 30, 365, 3650].map((days) => {
    const { every, x } = stretchOf(START, START + days * DAY);
    expect(x.length).toBeLessThanOrEqual(210);
    expect(x.length).toBeGreaterThan(3);
    return every;
  });
  expect(lengths).toEqual(["1m", "5m", "1h", "6h", "1d", "7d", "30d"]);
});

test("stretches begin at whole multiples since 1970, as those of the server do", () => {
  const { x, step } = stretchOf(START, START + 7 * DAY);
  expect(x.every((at) => at % step === 0)).toBe(true);
  expect(x[0]).toBeLessThanOrEqual(START);
  expect((x.at(-1) ?? 0) + step).toBeGreaterThanOrEqual(START + 7 * DAY);
});

test("rates are cut into days at least, unless the range is shorter than two", () => {
  expect(stretchesOf({ since: START, until: START + 7 * DAY }).rated.every).toBe("1d");
  expect(stretchesOf({ since: START, until: START + DAY }).rated.every).toBe("1h");
  expect(stretchesOf({ since: START, until: START + 900 * DAY }).rated.every).toBe("7d");
});

test("a stretch without a point has what is absent there: nothing counted, or nothing known", () => {
  const points = [{ start_ns: 3600e9, n: 4 }];
  const stretch = { x: [0, 3600, 7200] };
  expect(placed(stretch, points, ({ n }) => n, 0)).toEqual([0, 4, 0]);
  expect(placed(stretch, points, ({ n }) => n, null)).toEqual([null, 4, null]);
});

test("the largest groups are drawn and the others are counted, those without a name too", () => {
  const point = (group: string | null, count: number) => ({ group, values: { count } });
  const found = largest([point("a", 2), point(null, 9), point("b", 5), point("a", 4)], 2);
  expect(found).toEqual({ groups: [null, "a"], others: 1 });
});

test("markers that nearly touch share a label, and those outside the range are left out", () => {
  const stretch = stretchOf(START, START + 10 * DAY);
  const marks = [
    { at: START + DAY + 60, label: "gpt" },
    { at: START + DAY, label: "v2" },
    { at: START + 5 * DAY, label: "v3" },
    { at: START - DAY, label: "v1" },
  ];
  expect(gathered(marks, stretch)).toEqual([
    { at: START + DAY, label: "v2 · gpt" },
    { at: START + 5 * DAY, label: "v3" },
  ]);
});
