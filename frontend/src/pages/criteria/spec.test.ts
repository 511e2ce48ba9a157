import { expect, test } from "vitest";
import { readingOf, typedOf } from "./editor/parameters";
import type { Parameter } from "./server";
import { literal, missing, nameOf, specOf } from "./spec";

function parameter(name: string, given: Partial<Parameter> = {}): Parameter {
  return { name, value: null, default: null, kind: "text", required: false, ...given };
}

test("values are written as Python writes them", () => {
  expect(literal("退款")).toBe("'退款'");
  expect(literal("it's")).toBe('"it\'s"');
  expect(literal(`both ' and "`)).toBe(`'both \\' and "'`);
  expect(literal("a\\b\nc")).toBe("'a\\\\b\\nc'");
  expect(literal([1, true, null, { a: "b" }])).toBe("[1, True, None, {'a': 'b'}]");
});

test("what is as usual is left out, and what comes after it is given by name", () => {
  const signature = "matches(pattern, ignore_case=False, whole=False)";
  const parameters = [
    parameter("pattern", { required: true }),
    parameter("ignore_case", { kind: "boolean", default: false }),
    parameter("whole", { kind: "boolean", default: false }),
  ];
  const of = (ignore_case: boolean, whole: boolean) => {
    return specOf("matches", signature, parameters, { pattern: "x", ignore_case, whole });
  };
  expect(of(false, false)).toBe("matches('x')");
  expect(of(true, false)).toBe("matches('x', True)");
  expect(of(false, true)).toBe("matches('x', whole=True)");
});

test("any number of values stand first, and those after a star have their name", () => {
  const signature = "contains(*texts, count=1, ignore_case=True)";
  const parameters = [
    parameter("texts", { kind: "list", required: true }),
    parameter("count", { kind: "number", default: 1 }),
    parameter("ignore_case", { kind: "boolean", default: true }),
  ];
  const given = { texts: ["a", "b"], count: 2, ignore_case: true };
  expect(specOf("contains", signature, parameters, given)).toBe("contains('a', 'b', count=2)");
  expect(missing(parameters, { ...given, texts: [] })).toEqual(["texts"]);
});

test("a parameter behind a bare star is given by name", () => {
  const parameters = [
    parameter("code", { required: true }),
    parameter("strict", { kind: "boolean", default: false }),
  ];
  const given = { code: "zh", strict: true };
  expect(specOf("in_language", "in_language(code, *, strict=False)", parameters, given)).toBe(
    "in_language('zh', strict=True)",
  );
});

test("a check without values is its name", () => {
  expect(specOf("is_json", "is_json()", [], {})).toBe("is_json");
  expect(nameOf("max_words(120)")).toBe("max_words");
});

test("what was typed is read as the kind it is, and what cannot be read is named", () => {
  const parameters = [
    parameter("most", { kind: "number", value: 120, default: 100 }),
    parameter("texts", { kind: "list", value: ["a", "b c"] }),
    parameter("sizes", { kind: "list", value: [1, 2] }),
    parameter("schema", { kind: "other", value: { type: "object" } }),
    parameter("on", { kind: "boolean", value: true }),
  ];
  const typed = typedOf(parameters);
  expect(typed).toMatchObject({ most: "120", texts: "a\nb c", sizes: "1\n2", on: true });
  expect(readingOf(parameters, typed)).toEqual({
    given: { most: 120, texts: ["a", "b c"], sizes: [1, 2], schema: { type: "object" }, on: true },
    wrong: [],
  });
  const bad = { ...typed, most: "many", sizes: "1\nx", schema: "{" };
  expect(readingOf(parameters, bad).wrong).toEqual(["most", "sizes", "schema"]);
  expect(readingOf(parameters, { ...typed, most: "" }).given.most).toBe(100);
});
