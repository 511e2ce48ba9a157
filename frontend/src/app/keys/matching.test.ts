import { expect, test } from "vitest";
import { ariaKeys, isSingle, pressed, shown } from "./matching";

const plain = { code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test("a letter is the letter, whatever its place on the keyboard", () => {
  expect(pressed({ ...plain, key: "y", code: "KeyT" })).toBe("y");
});

test("a question mark is a question mark although Shift makes it", () => {
  expect(pressed({ ...plain, key: "?", code: "Slash", shiftKey: true })).toBe("?");
});

test("Shift with a letter is another key than the letter", () => {
  expect(pressed({ ...plain, key: "L", code: "KeyL", shiftKey: true })).toBe("shift+l");
  expect(pressed({ ...plain, key: "L", code: "KeyL" })).toBe("l"); // caps lock
});

test("where an input method hides the key, its place decides", () => {
  expect(pressed({ ...plain, key: "Process", code: "KeyY" })).toBe("y");
  expect(pressed({ ...plain, key: "Process", code: "Digit3" })).toBe("3");
});

test("chords name the modifier that the system uses", () => {
  expect(pressed({ ...plain, key: "k", code: "KeyK", ctrlKey: true })).toBe("mod+k");
  expect(pressed({ ...plain, key: "Enter", code: "Enter", ctrlKey: true, shiftKey: true })).toBe(
    "mod+shift+enter",
  );
});

test("named keys have short names", () => {
  expect(pressed({ ...plain, key: "ArrowLeft" })).toBe("left");
  expect(pressed({ ...plain, key: "Escape" })).toBe("esc");
  expect(pressed({ ...plain, key: " " })).toBe("space");
});

test("badges show every key of a sequence and of a chord", () => {
  expect(shown("g t")).toEqual([["G"], ["T"]]);
  expect(shown("mod+k")).toEqual([["Ctrl", "K"]]);
  expect(shown("t +")).toEqual([["T"], ["+"]]);
});

test("single keys are those that type something, also in a sequence", () => {
  expect(["y", "?", "g t", "shift+d"].every(isSingle)).toBe(true);
  expect(["mod+k", "esc", "shift+enter"].some(isSingle)).toBe(false);
});

test("assistive technology is told chords, and not sequences", () => {
  expect(ariaKeys("mod+enter")).toBe("Control+Enter");
  expect(ariaKeys("g t")).toBeUndefined();
});
