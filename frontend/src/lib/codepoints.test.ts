import { describe, expect, it } from "vitest";
import { cutAt, toPoints, toUnits } from "./codepoints";

const TEXT = "退款🙂ok𠮷!";

describe("positions", () => {
  it("are moved by each character that takes two units", () => {
    expect(toUnits(TEXT, [0, 2, 3, 5, 6, 7])).toEqual([0, 2, 4, 6, 8, 9]);
    expect([0, 2, 4, 6, 8, 9].map((unit) => toPoints(TEXT, unit))).toEqual([0, 2, 3, 5, 6, 7]);
  });

  it("are answered in the order in which they were asked", () => {
    expect(toUnits(TEXT, [7, 0, 3])).toEqual([9, 0, 4]);
  });

  it("end where the text ends", () => {
    expect(toUnits("ab", [5])).toEqual([2]);
    expect(toPoints("ab", 5)).toBe(2);
  });

  it("count half of a pair as a character, as Python does", () => {
    expect(toUnits("\ud83d!", [1, 2])).toEqual([1, 2]);
  });

  it("within a pair belong to the pair", () => {
    expect(toPoints("🙂a", 1)).toBe(0);
  });
});

describe("cutAt", () => {
  it("marks what the server means, emoji or not", () => {
    const marked = cutAt("🙂🙂 no refund 退款", [{ start: 3, end: 12 }]);
    expect(marked.filter((piece) => piece.by.length).map((piece) => piece.text)).toEqual([
      "no refund",
    ]);
  });

  it("says of each piece which stretches cover it", () => {
    const first = { start: 0, end: 3, note: "a" };
    const second = { start: 2, end: 5, note: "b" };
    const pieces = cutAt("abcdef", [first, second]);
    expect(pieces.map((piece) => [piece.text, piece.by.map((one) => one.note).join()])).toEqual([
      ["ab", "a"],
      ["c", "a,b"],
      ["de", "b"],
      ["f", ""],
    ]);
  });

  it("loses nothing of the text", () => {
    const pieces = cutAt(TEXT, [
      { start: 1, end: 4 },
      { start: 3, end: 99 },
    ]);
    expect(pieces.map((piece) => piece.text).join("")).toBe(TEXT);
  });

  it("gives the whole text where nothing is marked", () => {
    expect(cutAt("abc", [])).toEqual([{ text: "abc", at: 0, by: [] }]);
    expect(cutAt("", [])).toEqual([]);
  });
});
