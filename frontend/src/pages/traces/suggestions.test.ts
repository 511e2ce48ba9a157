import { describe, expect, it } from "vitest";
import type { FilterField } from "./server";
import { type Known, suggestions } from "./suggestions";

const field = (name: string, kind: FilterField["kind"], examples: string[] = []): FilterField => {
  return { name, kind, about: `about ${name}`, examples };
};
const KNOWN: Known = {
  fields: [
    field("model", "text"),
    field("status", "text"),
    field("latency", "duration", ["latency:>2s", "latency:1s..3s"]),
    field("label.CRITERION", "judgement"),
    field("check.SPEC", "judgement"),
  ],
  criteria: ["grounded", "a b"],
  checks: ["max_words(120)"],
  recent: ["status:error", "退款"],
  values: [],
  about: (one) => (one.name === "model" ? "模型" : one.about),
};
const inserts = (text: string, known = KNOWN) => {
  return suggestions(text, text.length, known).map((one) => one.insert);
};

describe("suggestions", () => {
  it("begin with filters used before", () => {
    expect(inserts("").slice(0, 2)).toEqual(["status:error", "退款"]);
  });

  it("are fields by their name and by what they mean in the language of the page", () => {
    expect(inserts("mod")).toEqual(["model:"]);
    expect(inserts("模型")).toEqual(["model:"]);
    expect(inserts("-lat")).toEqual(["latency:"]);
  });

  it("name the criteria and checks of this application", () => {
    expect(inserts("label.")).toEqual(["label.grounded:", 'label."a b":']);
    expect(inserts("check.max")).toEqual(["check.max_words(120):"]);
    expect(inserts("check.max_words(120):f")).toEqual(["fail"]);
  });

  it("are values that the application has, quoted where they need it", () => {
    const values = [
      { value: "gpt 4, large", count: 2 },
      { value: "claude", count: 9 },
    ];
    expect(inserts("model:gp", { ...KNOWN, values })).toEqual(['"gpt 4, large"']);
    expect(inserts("model:", { ...KNOWN, values })).toHaveLength(2);
  });

  it("are examples where values are numbers", () => {
    expect(inserts("latency:")).toEqual([">2s", "1s..3s"]);
  });

  it("are none after words", () => {
    expect(inserts("refund ")).toEqual([]);
  });
});
