import type { Message, SpanPayload } from "./server";

/** A conversation as it is read: tool calls with their results, and what was not sent before. */

export type Part =
  | { kind: "text"; text: string }
  | { kind: "reasoning"; text: string }
  | {
      kind: "call";
      id: string | null;
      name: string;
      arguments: unknown;
      result?: { value: unknown };
    }
  | { kind: "result"; id: string | null; value: unknown }
  | { kind: "other"; data: unknown };

export interface Turn {
  role: string;
  name: string | null;
  parts: Part[];
  finish: string | null;
  /** Not in the call before. */
  fresh: boolean;
  /** What came back from the model. */
  answer: boolean;
}

type Said = Pick<SpanPayload, "messages" | "output_messages">;

/** `before`: the call of the same conversation that came before this one, where there is one. */
export function turnsOf(payload: Said, before?: Said): Turn[] {
  const known = before ? shared(payload.messages, before) : afterAssistant(payload.messages);
  const sent = payload.messages.map((message, at) => turnOf(message, at >= known, false));
  const back = payload.output_messages.map((message) => turnOf(message, true, true));
  return joined([...sent, ...back]);
}

function turnOf(message: Message, fresh: boolean, answer: boolean): Turn {
  const { role, name = null, finish_reason = null } = message;
  const parts = Array.isArray(message.parts) ? message.parts.map(partOf) : [];
  return { role, name, parts, finish: finish_reason, fresh, answer };
}

function partOf(raw: unknown): Part {
  const part = (typeof raw === "object" && raw !== null ? raw : {}) as Record<string, unknown>;
  const id = typeof part.id === "string" ? part.id : null;
  if (part.type === "text" && typeof part.content === "string") {
    return { kind: "text", text: part.content };
  }
  if (part.type === "reasoning" && typeof part.content === "string") {
    return { kind: "reasoning", text: part.content };
  }
  if (part.type === "tool_call") {
    return { kind: "call", id, name: String(part.name ?? ""), arguments: part.arguments };
  }
  if (part.type === "tool_call_response") {
    return { kind: "result", id, value: "response" in part ? part.response : part.result };
  }
  return { kind: "other", data: raw };
}

/** How many of the messages were sent or said in the call before. */
function shared(messages: readonly Message[], before: Said): number {
  const earlier = [...before.messages, ...before.output_messages];
  let at = 0;
  while (at < messages.length && at < earlier.length && same(messages[at], earlier[at])) at += 1;
  return at;
}

function same(a: Message | undefined, b: Message | undefined): boolean {
  return a?.role === b?.role && JSON.stringify(a?.parts) === JSON.stringify(b?.parts);
}

function afterAssistant(messages: readonly Message[]): number {
  return messages.findLastIndex((message) => message.role === "assistant") + 1;
}

/** Results go to the calls they answer, and messages that have nothing else are left out. */
function joined(turns: readonly Turn[]): Turn[] {
  const taken = new Set<Part>();
  const results = turns.flatMap((turn, at) => {
    return turn.parts.flatMap((part) => (part.kind === "result" ? [{ part, at }] : []));
  });
  const whole = turns.map((turn, at): Turn => {
    const parts = turn.parts.map((part): Part => {
      if (part.kind !== "call") return part;
      const found = results.find((result) => {
        const fits = part.id === null || result.part.id === null || result.part.id === part.id;
        return result.at > at && fits && !taken.has(result.part);
      });
      if (!found) return part;
      taken.add(found.part);
      return { ...part, result: { value: found.part.value } };
    });
    return { ...turn, parts };
  });
  return whole
    .map((turn) => ({ ...turn, parts: turn.parts.filter((part) => !taken.has(part)) }))
    .filter((turn, at) => turn.parts.length > 0 || turns[at]?.parts.length === 0);
}

/** The words of what came back. */
export function textOf(messages: readonly Message[]): string {
  const parts = messages.flatMap((message) => turnOf(message, true, true).parts);
  return parts.flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("\n");
}
