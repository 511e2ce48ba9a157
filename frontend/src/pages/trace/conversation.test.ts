import { describe, expect, it } from "vitest";
import { textOf, turnsOf } from "./conversation";
import type { Message } from "./server";

const say = (role: string, content: string): Message => {
  return { role, parts: [{ type: "text", content }] };
};
const call = (id: string | null, name: string): Message => {
  return { role: "assistant", parts: [{ type: "tool_call", id, name, arguments: { n: 1 } }] };
};
const result = (id: string | null, response: unknown): Message => {
  return { role: "tool", parts: [{ type: "tool_call_response", id, response }] };
};

describe("turnsOf", () => {
  it("puts results to the calls they answer, whatever their order", () => {
    const messages = [call("1", "a"), call("2", "b"), result("2", "two"), result("1", "one")];
    const turns = turnsOf({ messages, output_messages: [] });
    expect(turns.map((turn) => turn.parts)).toMatchObject([
      [{ name: "a", result: { value: "one" } }],
      [{ name: "b", result: { value: "two" } }],
    ]);
  });

  it("joins calls without ids in their order", () => {
    const messages = [call(null, "a"), result(null, null), call(null, "b"), result(null, 2)];
    const turns = turnsOf({ messages, output_messages: [] });
    expect(turns.map((turn) => turn.parts[0])).toMatchObject([
      { result: { value: null } },
      { result: { value: 2 } },
    ]);
  });

  it("keeps results that answer no call, and calls without a result", () => {
    const turns = turnsOf({ messages: [result("9", 1), call("1", "a")], output_messages: [] });
    expect(turns.map((turn) => turn.parts[0]?.kind)).toEqual(["result", "call"]);
    expect(turns[1]?.parts[0]).not.toHaveProperty("result");
  });

  it("marks what the call before did not have", () => {
    const before = {
      messages: [say("system", "s"), say("user", "1")],
      output_messages: [say("assistant", "2")],
    };
    const messages = [...before.messages, ...before.output_messages, say("user", "退款")];
    const turns = turnsOf({ messages, output_messages: [say("assistant", "ok")] }, before);
    expect(turns.map((turn) => turn.fresh)).toEqual([false, false, false, true, true]);
    expect(turns.map((turn) => turn.answer)).toEqual([false, false, false, false, true]);
  });

  it("marks what was said since the assistant spoke where there is no call before", () => {
    const messages = [say("user", "1"), say("assistant", "2"), say("user", "3")];
    const turns = turnsOf({ messages, output_messages: [] });
    expect(turns.map((turn) => turn.fresh)).toEqual([false, false, true]);
  });

  it("shows parts of unknown kinds, and what is no message at all", () => {
    const messages = [
      { role: "user", parts: [{ type: "image", url: "x" }, "raw", null] },
      { role: "user", parts: null },
    ] as unknown as Message[];
    const turns = turnsOf({ messages, output_messages: [] });
    expect(turns[0]?.parts.map((part) => part.kind)).toEqual(["other", "other", "other"]);
    expect(turns[1]?.parts).toEqual([]);
  });
});

it("textOf has the words alone", () => {
  expect(textOf([call("1", "a"), say("assistant", "x"), say("assistant", "y")])).toBe("x\ny");
});
