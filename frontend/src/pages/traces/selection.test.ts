import { expect, it } from "vitest";
import { extended } from "./selection";

const ORDER = ["a", "b", "c", "d"];

it("a row is selected and no longer", () => {
  const one = extended(new Set(), ORDER, "b", null);
  expect([...one]).toEqual(["b"]);
  expect([...extended(one, ORDER, "b", null)]).toEqual([]);
});

it("shift selects all from the last one, in both directions", () => {
  expect([...extended(new Set(["b"]), ORDER, "d", "b")]).toEqual(["b", "c", "d"]);
  expect([...extended(new Set(["d"]), ORDER, "a", "c")].sort()).toEqual(["a", "b", "c", "d"]);
});

it("a row that the list no longer has is left alone, and an anchor that is gone does not count", () => {
  expect([...extended(new Set(["a"]), ORDER, "z", null)]).toEqual(["a"]);
  expect([...extended(new Set(), ORDER, "b", "gone")]).toEqual(["b"]);
});
