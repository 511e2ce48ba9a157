import type { Span } from "@/lib/types";

/** A span for tests: all that is not said is unknown. */
export function span(id: string, parent: string | null, start = 0, more: Partial<Span> = {}): Span {
  return {
    app: "support",
    trace_id: "t",
    span_id: id,
    parent_id: parent,
    operation: "chat",
    name: id,
    model: null,
    response_model: null,
    prompt_version: null,
    user: null,
    session: null,
    status: "ok",
    status_message: null,
    start_ns: start,
    duration_ns: 10,
    input_tokens: null,
    cached_tokens: null,
    output_tokens: null,
    reasoning_tokens: null,
    cost: null,
    first_token: null,
    ...more,
  };
}
