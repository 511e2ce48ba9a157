import { expect, test } from "vitest";
import { onlyTexts, parseSearch, printSearch } from "./search";
import { flag, integer, list, oneOf, readAll, text, writeAll } from "./urlFields";

const FIELDS = {
  filter: text(),
  status: oneOf("any", "ok", "error"),
  open: flag(),
  n: integer(50),
  tags: list(),
};

const STATE = {
  filter: 'model:gpt-4* "退款 & 退货" a+b=c#d',
  status: "error" as const,
  open: true,
  n: 7,
  tags: ["a,b", "c~d", "中文"],
};

test("what is written into the address is read back", () => {
  const printed = printSearch(writeAll(FIELDS, STATE));
  expect(readAll(FIELDS, parseSearch(printed))).toEqual(STATE);
});

test("the usual state leaves the address empty", () => {
  expect(printSearch(writeAll(FIELDS, readAll(FIELDS, {})))).toBe("");
});

test("whatever stands in the address, the state is one that the page knows", () => {
  const state = readAll(FIELDS, { status: "<script>", open: "yes", n: "1e9", tags: "" });
  expect(state).toEqual({ filter: "", status: "any", open: false, n: 50, tags: [] });
});

test("a change writes only what changed, and removes what is usual again", () => {
  expect(writeAll(FIELDS, { status: "any", n: 3 })).toEqual({ status: undefined, n: "3" });
});

test("what is not text never reaches a page", () => {
  expect(onlyTexts({ a: "1", b: 2, c: { d: "e" }, f: null })).toEqual({ a: "1" });
});
