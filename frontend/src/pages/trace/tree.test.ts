import { describe, expect, it } from "vitest";
import type { Span } from "@/lib/types";
import { span } from "./spans.testing";
import { foldable, foldedToErrors, matching, treeOf, unfoldedTo, visible } from "./tree";

function drawn(spans: Span[]): string {
  const tree = treeOf(spans);
  return tree.nodes.map((node) => `${".".repeat(node.depth)}${node.span.span_id}`).join(" ");
}

describe("treeOf", () => {
  it("puts spans beneath their parents, in order of time, however they came", () => {
    expect(
      drawn([span("c", "a", 5), span("b", "a", 2), span("a", null, 1), span("d", "b", 3)]),
    ).toBe("a .b ..d .c");
  });

  it("keeps several roots, and spans whose parents are missing", () => {
    const spans = [span("b", null, 2), span("a", null, 1), span("x", "gone", 3), span("y", "x", 4)];
    expect(drawn(spans)).toBe("a b x .y");
    expect(treeOf(spans).byId.get("x")?.orphan).toBe(true);
    expect(treeOf(spans).byId.get("a")?.orphan).toBe(false);
  });

  it("breaks circles at the span that began first", () => {
    const spans = [span("a", "c", 3), span("b", "a", 1), span("c", "b", 2), span("d", "c", 4)];
    expect(drawn(spans)).toBe("b .c ..a ..d");
    expect(drawn([span("a", "a", 1), span("b", "a", 2)])).toBe("a .b");
  });

  it("has every span once, also where two have the same id", () => {
    expect(drawn([span("a", null, 1), span("a", null, 2)])).toBe("a");
  });

  it("spans the time of all, also of children that begin before and end after their parents", () => {
    const tree = treeOf([span("a", null, 100), span("b", "a", 50), span("c", "a", 105)]);
    expect([tree.start_ns, tree.end_ns]).toEqual([50, 115]);
  });

  it("does not exhaust the stack where each span is within the one before", () => {
    const spans = Array.from({ length: 20_000 }, (_, n) => span(`${n}`, n ? `${n - 1}` : null, n));
    const tree = treeOf(spans);
    expect(tree.nodes.at(-1)?.depth).toBe(19_999);
    expect(tree.roots[0]?.size).toBe(19_999);
  });

  it("is empty without spans", () => {
    expect(treeOf([])).toMatchObject({ nodes: [], start_ns: 0, end_ns: 0 });
  });
});

describe("folding", () => {
  const failed: Partial<Span> = { status: "error", status_message: "Timeout 超时" };
  const tree = treeOf([
    span("a", null, 0),
    span("b", "a", 1),
    span("c", "b", 2, failed),
    span("d", "a", 3),
    span("e", "d", 4),
  ]);
  const ids = (folded: Set<string>) => visible(tree, folded).map((node) => node.span.span_id);

  it("hides what is beneath", () => {
    expect(ids(new Set(["b"]))).toEqual(["a", "b", "d", "e"]);
    expect(ids(foldable(tree))).toEqual(["a"]);
  });

  it("leaves the ways to failures open", () => {
    expect(ids(foldedToErrors(tree))).toEqual(["a", "b", "c", "d"]);
    expect(tree.errors).toBe(1);
  });

  it("opens the way to a span", () => {
    expect(ids(unfoldedTo(tree, foldable(tree), "e"))).toEqual(["a", "b", "d", "e"]);
  });

  it("finds spans by what is said of them", () => {
    expect([...matching(tree, "超时")]).toEqual(["c"]);
    expect([...matching(tree, " ")]).toEqual([]);
  });
});
