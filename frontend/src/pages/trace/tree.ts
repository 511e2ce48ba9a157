import type { Span } from "@/lib/types";

/**
 * The spans of a trace as a tree.
 *
 * What was recorded need not be one: parents are missing, there are several roots or none, a span
 * may be its own ancestor, and children begin before their parents. Every span is in the tree once,
 * and it is built in time that grows with their number.
 */

export interface Node {
  span: Span;
  depth: number;
  parent: Node | null;
  children: Node[];
  /** Spans beneath it. */
  size: number;
  /** How many of it and those beneath failed. */
  errors: number;
  /** It names a parent that was not recorded. */
  orphan: boolean;
}

export interface Tree {
  roots: readonly Node[];
  /** All of them, each right before its children. */
  nodes: readonly Node[];
  byId: ReadonlyMap<string, Node>;
  start_ns: number;
  end_ns: number;
  errors: number;
}

export function treeOf(spans: readonly Span[]): Tree {
  const byId = new Map<string, Node>();
  for (const span of spans) {
    const node = { span, depth: 0, parent: null, children: [], size: 0, errors: 0, orphan: false };
    if (!byId.has(span.span_id)) byId.set(span.span_id, node);
  }
  const roots: Node[] = [];
  for (const node of byId.values()) {
    const parent = node.span.parent_id === null ? undefined : byId.get(node.span.parent_id);
    node.orphan = node.span.parent_id !== null && parent === undefined;
    if (parent && parent !== node) node.parent = parent;
    else roots.push(node);
  }
  breakCycles(byId, roots);
  for (const node of byId.values()) node.parent?.children.push(node);
  const nodes = inOrder(roots);
  sum(nodes);
  const bounds = boundsOf(nodes);
  return { roots, nodes, byId, ...bounds, errors: roots.reduce((n, root) => n + root.errors, 0) };
}

/** Of spans that are each other's ancestors, the one that began first becomes a root. */
function breakCycles(byId: ReadonlyMap<string, Node>, roots: Node[]): void {
  const seen = new Set<Node>(roots);
  for (const first of byId.values()) {
    const path = new Set<Node>();
    let node: Node | null = first;
    while (node && !seen.has(node) && !path.has(node)) {
      path.add(node);
      node = node.parent;
    }
    if (node && path.has(node)) {
      const earliest = earliestOf(node);
      earliest.parent = null;
      roots.push(earliest);
    }
    for (const one of path) seen.add(one);
  }
}

function earliestOf(member: Node): Node {
  let earliest = member;
  for (let node = member.parent; node && node !== member; node = node.parent) {
    if (node.span.start_ns < earliest.span.start_ns) earliest = node;
  }
  return earliest;
}

/** Depth first, by time; without recursion, which a deep trace would exhaust. */
function inOrder(roots: Node[]): Node[] {
  const byTime = (a: Node, b: Node) => a.span.start_ns - b.span.start_ns;
  roots.sort(byTime);
  const nodes: Node[] = [];
  const stack = [...roots].reverse();
  for (let node = stack.pop(); node; node = stack.pop()) {
    node.depth = node.parent ? node.parent.depth + 1 : 0;
    nodes.push(node);
    node.children.sort(byTime);
    for (let at = node.children.length - 1; at >= 0; at -= 1) {
      stack.push(node.children[at] as Node);
    }
  }
  return nodes;
}

function sum(nodes: readonly Node[]): void {
  for (let at = nodes.length - 1; at >= 0; at -= 1) {
    const node = nodes[at] as Node;
    node.errors += node.span.status === "error" ? 1 : 0;
    if (!node.parent) continue;
    node.parent.size += node.size + 1;
    node.parent.errors += node.errors;
  }
}

export function endOf(span: Span): number {
  return span.start_ns + (span.duration_ns ?? 0);
}

function boundsOf(nodes: readonly Node[]): Pick<Tree, "start_ns" | "end_ns"> {
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const { span } of nodes) {
    start = Math.min(start, span.start_ns);
    end = Math.max(end, endOf(span));
  }
  return nodes.length ? { start_ns: start, end_ns: end } : { start_ns: 0, end_ns: 0 };
}

/** The nodes that are seen while those in `folded` are closed. */
export function visible(tree: Tree, folded: ReadonlySet<string>): Node[] {
  if (folded.size === 0) return [...tree.nodes];
  const shown: Node[] = [];
  for (let at = 0; at < tree.nodes.length; at += 1) {
    const node = tree.nodes[at] as Node;
    shown.push(node);
    if (folded.has(node.span.span_id)) at += node.size;
  }
  return shown;
}

/** Every node that has children. */
export function foldable(tree: Tree): Set<string> {
  return new Set(tree.nodes.filter((node) => node.size > 0).map((node) => node.span.span_id));
}

/** All folded, but for the ways to what failed. */
export function foldedToErrors(tree: Tree): Set<string> {
  const withinFailed = (node: Node) => node.errors > (node.span.status === "error" ? 1 : 0);
  const folded = tree.nodes.filter((node) => node.size > 0 && !withinFailed(node));
  return new Set(folded.map((node) => node.span.span_id));
}

/** `folded` without the ancestors of a span, so that it is seen. */
export function unfoldedTo(tree: Tree, folded: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(folded);
  for (let node = tree.byId.get(id)?.parent; node; node = node.parent) {
    next.delete(node.span.span_id);
  }
  return next;
}

/** Spans whose name, model, operation, id or failure has the words. */
export function matching(tree: Tree, words: string): Set<string> {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return new Set();
  const found = tree.nodes.filter(({ span }) => {
    const texts = [span.name, span.operation, span.model, span.status_message, span.span_id];
    return texts.some((text) => text?.toLowerCase().includes(wanted));
  });
  return new Set(found.map((node) => node.span.span_id));
}
