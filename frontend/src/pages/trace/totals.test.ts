import { expect, it } from "vitest";
import { span } from "./spans.testing";
import { totalsOf } from "./totals";
import { treeOf } from "./tree";

const used = (id: string, parent: string | null, input_tokens: number | null) => {
  return span(id, parent, 0, { input_tokens });
};

it("what a span says of those beneath it does not count twice", () => {
  const tree = treeOf([used("agent", null, 300), used("a", "agent", 100), used("b", "agent", 200)]);
  expect(totalsOf(tree).input_tokens).toBe(300);
});

it("spans that say nothing count as those beneath them", () => {
  const tree = treeOf([used("agent", null, null), used("a", "agent", 100), used("b", "a", null)]);
  expect(totalsOf(tree).input_tokens).toBe(100);
});

it("several roots are added up, and unknown stays unknown", () => {
  const tree = treeOf([used("a", null, 1), used("b", null, 2)]);
  expect(totalsOf(tree)).toMatchObject({ input_tokens: 3, output_tokens: null, cost: null });
});

it("models, session and user are those of any span", () => {
  const tree = treeOf([
    span("a", null, 0),
    span("b", "a", 1, { model: "m", response_model: "m-0611", session: "s", user: "u" }),
    span("c", "a", 2, { model: "m-0611" }),
  ]);
  expect(totalsOf(tree)).toMatchObject({ models: ["m-0611"], session: "s", user: "u", spans: 3 });
});
