import { describe, expect, it } from "vitest";
import {
  chosen,
  completed,
  joined,
  termsOf,
  toggled,
  typingAt,
  without,
  written,
} from "./filterText";

function said(text: string) {
  return termsOf(text).map((term) => {
    const values = term.values.map((value) => value.text).join("|");
    return `${term.negated ? "-" : ""}${term.field ?? "words"}=${values}`;
  });
}

describe("termsOf", () => {
  it("tells conditions from words", () => {
    expect(said('model:gpt-4* latency:>2s -status:error 退款 "refund policy"')).toEqual([
      "model=gpt-4*",
      "latency=>2s",
      "-status=error",
      "words=退款",
      "words=refund policy",
    ]);
  });

  it("reads what a Chinese keyboard types in full width", () => {
    expect(said("“退款 政策” status：error，ok latency：＞2s －退货")).toEqual([
      "words=退款 政策",
      "status=error|ok",
      "latency=＞2s",
      "-words=退货",
    ]);
  });

  it("keeps checks with brackets and names with spaces whole", () => {
    expect(said("check.max_words(120):fail check.contains('a b'):fail metadata.\"a b\":1")).toEqual(
      ["check.max_words(120)=fail", "check.contains('a b')=fail", 'metadata."a b"=1'],
    );
  });

  it("takes addresses and times of day for words", () => {
    expect(said("https://example.com 12:30")).toEqual(["words=https://example.com", "words=12:30"]);
  });

  it("comes to an end whatever is typed", () => {
    for (const text of [
      "-",
      '"',
      "model:",
      'model:"',
      "：",
      "a:b:c",
      "\\",
      '-"',
      "label.",
      "check.x(",
    ]) {
      const terms = termsOf(text);
      expect(terms.at(-1)?.end).toBe(text.length);
    }
  });
});

describe("toggled", () => {
  it("adds a condition, another value of it, and takes both away again", () => {
    const one = toggled("退款", "model", "gpt-4o");
    const two = toggled(one, "model", "qwen 3, large");
    expect(one).toBe("退款 model:gpt-4o");
    expect(two).toBe('退款 model:gpt-4o,"qwen 3, large"');
    expect(chosen(two, "model")).toEqual(["gpt-4o", "qwen 3, large"]);
    expect(toggled(toggled(two, "model", "gpt-4o"), "model", "qwen 3, large")).toBe("退款");
  });

  it("leaves the rest of the filter where it stands", () => {
    expect(toggled("a model:x b", "model", "y")).toBe("a model:x,y b");
    expect(without("a model:x b", "model")).toBe("a b");
  });

  it("does not touch a condition that is negated", () => {
    expect(toggled("-model:x", "model", "x")).toBe("-model:x model:x");
  });

  it("writes quotes so that they are read back", () => {
    const value = 'say "hi", \\ bye';
    expect(chosen(`name:${written(value)}`, "name")).toEqual([value]);
  });
});

describe("typingAt", () => {
  it("knows a field being typed, also after a minus", () => {
    expect(typingAt("退款 mod", 6)).toEqual({ start: 3, end: 6, field: null, prefix: "mod" });
    expect(typingAt("-mod", 4)).toEqual({ start: 1, end: 4, field: null, prefix: "mod" });
  });

  it("knows the value being typed and its field", () => {
    expect(typingAt("model:gpt-4o,cla", 16)).toEqual({
      start: 13,
      end: 16,
      field: "model",
      prefix: "cla",
    });
    expect(typingAt("model:", 6)).toEqual({ start: 6, end: 6, field: "model", prefix: "" });
  });

  it("is nothing between terms", () => {
    expect(typingAt("a ", 2)).toEqual({ start: 2, end: 2, field: null, prefix: "" });
  });

  it("puts a suggestion in the place of what was typed", () => {
    const text = "a mod b";
    expect(completed(text, typingAt(text, 5), "model:")).toEqual(["a model: b", 8]);
    expect(completed("model:g", typingAt("model:g", 7), "gpt-4o")).toEqual(["model:gpt-4o ", 13]);
  });
});

it("joined filters have one space between them", () => {
  expect(joined(" a ", "", "time:-7d")).toBe("a time:-7d");
});
