import type { Tree } from "./tree";

/** What a trace cost. */

export interface Totals {
  duration_ns: number;
  input_tokens: number | null;
  output_tokens: number | null;
  cost: number | null;
  models: string[];
  spans: number;
  errors: number;
  session: string | null;
  user: string | null;
}

type Counted = "input_tokens" | "output_tokens" | "cost";

export function totalsOf(tree: Tree): Totals {
  const models = new Set<string>();
  for (const { span } of tree.nodes) {
    const model = span.response_model ?? span.model;
    if (model) models.add(model);
  }
  const spans = tree.nodes.map((node) => node.span);
  return {
    duration_ns: tree.end_ns - tree.start_ns,
    input_tokens: sumOf(tree, "input_tokens"),
    output_tokens: sumOf(tree, "output_tokens"),
    cost: sumOf(tree, "cost"),
    models: [...models],
    spans: tree.nodes.length,
    errors: tree.errors,
    session: spans.find((span) => span.session)?.session ?? null,
    user: spans.find((span) => span.user)?.user ?? null,
  };
}

/**
 * The sum over a trace. Some libraries write on a span what those beneath it used together; it would
 * count twice. So a span counts as itself or as those beneath it, whichever is more.
 */
function sumOf(tree: Tree, what: Counted): number | null {
  const sums = new Map<string, number>();
  let total: number | null = null;
  for (let at = tree.nodes.length - 1; at >= 0; at -= 1) {
    const node = tree.nodes[at];
    if (!node) continue;
    const id = node.span.span_id;
    const own = node.span[what];
    const beneath = sums.get(id);
    if (own === null && beneath === undefined) continue;
    const sum = Math.max(own ?? 0, beneath ?? 0);
    if (node.parent) {
      const parent = node.parent.span.span_id;
      sums.set(parent, (sums.get(parent) ?? 0) + sum);
    } else {
      total = (total ?? 0) + sum;
    }
  }
  return total;
}
