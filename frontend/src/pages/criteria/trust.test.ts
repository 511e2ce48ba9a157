import { expect, test } from "vitest";
import { nameFrom, problemOf } from "./Add";
import { find } from "./editor/Picker";
import { difference } from "./editor/TrialView";
import type { CheckInfo, Grade } from "./server";
import { ranked, whyOf } from "./trust";
import { moved } from "./wording/Steps";

function grade(change: Partial<Grade>): Grade {
  const none = {
    coverage: null,
    false_failure: null,
    tpr: null,
    tnr: null,
    mcc: null,
    kappa: null,
  };
  return {
    ...none,
    check: "a",
    version: "1",
    intervals: { ...none, kappa: [0.2, 0.8] },
    kappa: 0.5,
    false_failure: 0.02,
    n: 100,
    unmeasured: 0,
    tp: 10,
    fp: 2,
    fn: 10,
    tn: 78,
    ...change,
  };
}

const worse: Partial<Grade> = { intervals: { ...grade({}).intervals, kappa: [-0.3, -0.1] } };
const chance: Partial<Grade> = { intervals: { ...grade({}).intervals, kappa: [-0.1, 0.3] } };

test.each([
  ["unjudged", { n: 0, tp: 0, fp: 0, fn: 0, tn: 0 }],
  ["oneKind", { kappa: null }],
  ["few", { tp: 2, fn: 2 }],
  ["few", { fp: 1, tn: 8 }],
  ["neverFails", { tp: 0, fp: 0 }],
  ["alwaysFails", { fn: 0, tn: 0, fp: 80 }],
  ["tooStrict", { false_failure: 0.11 }],
  ["chance", chance],
  ["worse", worse],
] as const)("a check that is not trusted is so because of: %s", (code, change) => {
  expect(whyOf(grade(change), []).code).toBe(code);
});

test("whether a check is trusted is what the server says", () => {
  expect(whyOf(grade({}), ["a"])).toMatchObject({ code: "trusted", low: 0.2, high: 0.8 });
  expect(whyOf(grade({}), []).code).toBe("unknown");
});

test("trusted checks come first, then the better ones, and what cannot be measured last", () => {
  const checks = [
    grade({ check: "unknown", kappa: null }),
    grade({ check: "worse", kappa: -0.3 }),
    grade({ check: "better", kappa: 0.9 }),
    grade({ check: "trusted", kappa: 0.2 }),
  ];
  expect(ranked(checks, ["trusted"]).map(({ check }) => check)).toEqual([
    "trusted",
    "better",
    "worse",
    "unknown",
  ]);
});

test("before and after differ clearly only where their intervals are apart", () => {
  expect(difference([0.1, 0.3], [0.31, 0.5])).toBe("clear");
  expect(difference([0.1, 0.3], [0.3, 0.5])).toBe("unclear");
  expect(difference(null, [0.3, 0.5])).toBe("unclear");
});

test("a name for programs is made of a title; a Chinese one has to be typed", () => {
  expect(nameFrom("Grounded & safe, Ünïque!")).toBe("grounded_safe_unique");
  expect(problemOf(nameFrom("有依据"), [])).toBe("form");
  expect(problemOf("grounded", ["grounded"])).toBe("taken");
  expect(problemOf("tone-2", ["grounded"])).toBe(null);
});

test("a question moves one place, and stays where there is none", () => {
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b", "c"], 0, -1)).toEqual(["a", "b", "c"]);
});

test("checks are found by their name before what they say, and recorded ones are not offered", () => {
  const check = (name: string, description: string, origin: CheckInfo["origin"] = "library") => {
    const verdicts = { pass: 0, fail: 0, skip: 0, error: 0 };
    const rest = { signature: name, version: null, parameters: [], editable: false };
    return { spec: name, name, description, origin, verdicts, ...rest };
  };
  const all = [
    check("is_json", "The whole output is one language of data."),
    check("in_language", "The output is in the language."),
    check("language_judge", "From a file", "recorded"),
  ];
  expect(find(all, "Language").map(({ name }) => name)).toEqual(["in_language", "is_json"]);
  expect(find(all, "in language").map(({ name }) => name)).toEqual(["in_language"]);
});
