import { expect, test } from "vitest";
import { en } from "@/i18n/en";
import { formatsOf } from "@/i18n/format";
import { fill, type Language, type MessageKey, type Values } from "@/i18n/message";
import { zh } from "@/i18n/zh";
import { behind } from "./filters";
import { sentence } from "./Needs";
import type { Need } from "./server";

const NEEDS: Pick<Need, "code" | "values">[] = [
  { code: "review_due", values: { person: null, labelled: 3, goal: 20 } },
  { code: "review_due", values: { person: "梅", labelled: 3, goal: 20 } },
  { code: "no_labels", values: {} },
  { code: "no_criteria", values: {} },
  { code: "check_failing", values: { check: "is_json", rate: 0.123, before: 0.01 } },
  { code: "disagree", values: { check: "is_json", n: 1 } },
  { code: "errors_up", values: { rate: 0.5, before: 0 } },
  { code: "bad_feedback", values: { n: 2 } },
  { code: "latency_up", values: { p95: 12.4, before: 3 } },
  { code: "unknown_cost", values: { n: 7, model: "m-1" } },
];

function said(language: Language) {
  const t = (key: MessageKey, values: Values = {}) => {
    return fill((language === "zh" ? zh : en)[key], values, language);
  };
  return NEEDS.map(({ code, values }) => {
    return sentence({ code, values, to: "/" }, t, formatsOf(language));
  });
}

test.each(["en", "zh"] as const)(
  "every code is a whole sentence in %s, with its values",
  (language) => {
    for (const text of said(language)) {
      expect(text).not.toBe("");
      expect(text).not.toMatch(/[{}]|undefined|NaN/);
    }
  },
);

test("shares are percent, durations have a unit, and counts agree with their noun", () => {
  const text = said("en").join("\n");
  expect(text).toContain("is_json fails 12.3% of outputs; it was 1%");
  expect(text).toContain("takes 12.4 s or longer; it was 3 s");
  expect(text).toContain("disagree on 1 output\n");
});

test("a code that this version does not know says nothing instead of nonsense", () => {
  const t = (key: MessageKey) => en[key];
  expect(sentence({ code: "later" as Need["code"], values: {}, to: "/" }, t, formatsOf("en"))).toBe(
    "",
  );
});

test("each number leads to the traces it is made of", () => {
  expect(behind({ name: "pass_rate", value: 0.8 }, "is grounded")).toBe('label."is grounded":bad');
  expect(behind({ name: "p95", value: 2.51 }, null)).toBe("latency:>=2.51s");
  expect(behind({ name: "errors", value: 0 }, null)).toBe("status:error");
  expect(behind({ name: "volume", value: 3 }, null)).toBe("");
});
