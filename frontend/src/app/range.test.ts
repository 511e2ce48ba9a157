import { expect, test } from "vitest";
import { rangeOf } from "./range";

const NOW = Date.parse("2026-11-25T12:00:00Z");

test("without anything in the address it is the last seven days", () => {
  const range = rangeOf({}, NOW);
  expect(range).toMatchObject({ preset: "7d", until_ns: null, filter: "time:-7d" });
  expect(range.since_ns).toBe(Date.parse("2026-11-18T12:00:00Z") * 1e6);
});

test("all of time is no condition", () => {
  expect(rangeOf({ range: "all" }, NOW)).toMatchObject({ since_ns: null, filter: "" });
});

test("two moments are a range, its end not included", () => {
  const range = rangeOf({ since: "2026-11-01T00:00:00Z", until: "2026-11-02T00:00:00Z" }, NOW);
  expect(range.filter).toBe("time:2026-11-01T00:00:00.000Z..<2026-11-02T00:00:00.000Z");
});

test.each([
  { range: "fortnight" },
  { since: "yesterday", until: "2026-11-02" },
  { since: "2026-11-02", until: "2026-11-01" },
])("what cannot be meant, such as %o, is the usual range", (search) => {
  expect(rangeOf(search, NOW).preset).toBe("7d");
});
