import { describe, expect, it } from "vitest";
import { binsOf, lengthFor } from "./bins";

const HOUR = 3600e9;

describe("lengthFor", () => {
  it("is the shortest that there is room for", () => {
    expect(lengthFor(24 * HOUR)[0]).toBe("15m");
    expect(lengthFor(7 * 24 * HOUR)[0]).toBe("3h");
    expect(lengthFor(90 * 24 * HOUR)[0]).toBe("1d");
    expect(lengthFor(0)[0]).toBe("1s");
    expect(lengthFor(400 * 365 * 24 * HOUR)[0]).toBe("364d");
  });
});

describe("binsOf", () => {
  const counted = [
    { start_ns: 2 * HOUR, count: 3, errors: 1 },
    { start_ns: 5 * HOUR, count: 2, errors: 0 },
  ];

  it("fills what is empty between the counted ones", () => {
    expect(binsOf(counted, HOUR, null, null).points.map((point) => point.count)).toEqual([
      3, 0, 0, 2,
    ]);
  });

  it("reaches from the beginning of the range to its end", () => {
    const { points } = binsOf(counted, HOUR, HOUR + 1, 7 * HOUR);
    expect(points.map((point) => point.count)).toEqual([0, 3, 0, 0, 2, 0]);
    expect(points[0]?.start_ns).toBe(HOUR);
  });

  it("adds up what was counted in shorter stretches", () => {
    const { points } = binsOf(counted, 6 * HOUR, null, null);
    expect(points).toEqual([{ start_ns: 0, count: 5, errors: 1 }]);
  });

  it("is empty without anything to show", () => {
    expect(binsOf([], HOUR, null, null).points).toEqual([]);
  });
});
