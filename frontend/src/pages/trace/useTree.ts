import { useCallback, useMemo, useState } from "react";
import type { Span } from "@/lib/types";
import { type Node, type Tree, treeOf, unfoldedTo, visible } from "./tree";

export interface Folding {
  tree: Tree;
  nodes: readonly Node[];
  /** Where in `nodes` each span is. */
  places: ReadonlyMap<string, number>;
  folded: ReadonlySet<string>;
  setFolded: (folded: ReadonlySet<string>) => void;
  toggle: (id: string) => void;
  /** Opens the way to a span. */
  reveal: (id: string) => void;
}

const NONE: ReadonlySet<string> = new Set();

/** The tree of a trace, and what of it is open. */
export function useTree(spans: readonly Span[]): Folding {
  const tree = useMemo(() => treeOf(spans), [spans]);
  const [folded, setFolded] = useState(NONE);
  const nodes = useMemo(() => visible(tree, folded), [tree, folded]);
  const places = useMemo(() => {
    return new Map(nodes.map(({ span }, at) => [span.span_id, at]));
  }, [nodes]);
  const toggle = useCallback((id: string) => {
    setFolded((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const reveal = useCallback(
    (id: string) => setFolded((before) => (before.size ? unfoldedTo(tree, before, id) : before)),
    [tree],
  );
  return { tree, nodes, places, folded, setFolded, toggle, reveal };
}
