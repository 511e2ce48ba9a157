import { expect, test } from "vitest";
import { difference } from "./diff";

const changed = (parts: { text: string; changed: boolean }[]) =>
  parts.filter((part) => part.changed).map((part) => part.text);

test("only the words that differ are marked", () => {
  const found = difference("The fee is 49 dollars.", "The fee is 59 dollars.");
  expect([changed(found.before), changed(found.after)]).toEqual([["49"], ["59"]]);
});

test("Chinese is compared by words, although it has no spaces", () => {
  const found = difference("请在三十天内联系客服", "请在三十天内联系经理");
  expect(changed(found.before).join("")).toBe("客服");
  expect(changed(found.after).join("")).toBe("经理");
});

test("both sides can be put together again", () => {
  const [a, b] = ["one two  three\nfour", "one 2 three\n\nfour five"];
  const found = difference(a, b);
  expect(found.before.map((part) => part.text).join("")).toBe(a);
  expect(found.after.map((part) => part.text).join("")).toBe(b);
});

test("texts with almost nothing in common are not marked, and it is said", () => {
  const found = difference("Refunds take three business days.", "退款需要三个工作日。");
  expect(found.far).toBe(true);
  expect(changed(found.before)).toEqual([]);
});

test("equal texts are the same", () => {
  expect(difference("a b", "a b")).toMatchObject({ same: true, far: false });
});
