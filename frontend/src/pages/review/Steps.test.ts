import { expect, test } from "vitest";
import { stepTo } from "./Steps";
import type { Criterion } from "./types";

const CRITERION = {
  steps: [
    { question: "Does it answer?", question_zh: "", bad_when: "no", reason: "no-answer" },
    { question: "Is it rude?", question_zh: "", bad_when: "yes", reason: null },
  ],
} as unknown as Criterion;

test("the first bad answer decides, with its reason", () => {
  expect(stepTo(CRITERION, [], "no")).toEqual({
    answers: ["no"],
    outcome: "fail",
    reason: "no-answer",
  });
});

test("a bad answer that means no reason asks for one", () => {
  expect(stepTo(CRITERION, ["yes"], "yes").outcome).toBe("choose");
});

test("an output passes when no answer was bad", () => {
  expect(stepTo(CRITERION, [], "yes").outcome).toBe("more");
  expect(stepTo(CRITERION, ["yes"], "no")).toEqual({
    answers: ["yes", "no"],
    outcome: "pass",
    reason: null,
  });
});

test("questions that were all answered before are answered anew", () => {
  expect(stepTo(CRITERION, ["yes", "no"], "no").answers).toEqual(["no"]);
});
