/** How a page names an output: "trace_id/span_id", or the `traceparent` that the application gave it. */

export interface Place {
  trace_id: string;
  span_id: string;
}

const NAMED = /^(?:[0-9a-f]{2}-)?([0-9a-f]{32})[-/]([0-9a-f]{16})(?:-([0-9a-f]{2}))?$/;

/** The ids in a name; null where it is none, or where its flags say that nothing was recorded. */
export function placeOf(span: unknown): Place | null {
  const found = NAMED.exec(String(span).trim().toLowerCase());
  if (!found) return null;
  const [, trace_id = "", span_id = "", flags = "01"] = found;
  return Number.parseInt(flags, 16) & 1 ? { trace_id, span_id } : null;
}
