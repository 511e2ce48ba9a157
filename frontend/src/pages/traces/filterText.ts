/**
 * The text of a filter as its typist sees it: which conditions stand where, what is being typed at
 * the cursor, and the text with a condition more or less. What it means, the server says.
 */

export interface Value {
  text: string;
  start: number;
  end: number;
}

export interface Term {
  start: number;
  end: number;
  negated: boolean;
  /** null: words to search for. */
  field: string | null;
  values: readonly Value[];
}

const CLOSING: Record<string, string> = {
  '"': '"＂',
  "＂": '"＂',
  "“": "”“",
  "「": "」",
  "『": "』",
};
const BRACKETED = String.raw`[^\s:：()"“]*(?:\((?:'[^']*'|"[^"]*"|[^()'"])*\))?`;
const FIELD = new RegExp(
  String.raw`(?:(?:label|check|metadata|attribute)\.(?:"[^"]*"|${BRACKETED})|[A-Za-z_][\w.-]*)[:：]`,
  "iy",
);
const SIGN = /(?:[>＞<＜][=＝]?|[≥≤])?/y;

export function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const term = termAt(text, at);
    terms.push(term);
    at = term.end;
  }
  return terms;
}

function termAt(text: string, start: number): Term {
  const negated = /[-－]\S/.test(text.slice(start, start + 2));
  const from = start + (negated ? 1 : 0);
  const field = fieldAt(text, from);
  if (field === null) {
    const value = valueAt(text, from, /[^\s]*/y);
    return { start, end: Math.max(value.end, start + 1), negated, field: null, values: [value] };
  }
  const values = valuesAt(text, from + field.length);
  const name = field.slice(0, -1);
  return { start, end: values.at(-1)?.end ?? from + field.length, negated, field: name, values };
}

/** The field that begins here, colon included. `https://…` and `12:30` are words. */
function fieldAt(text: string, at: number): string | null {
  FIELD.lastIndex = at;
  const found = FIELD.exec(text)?.[0];
  return found && !/^(?:\/\/|:)/.test(text.slice(at + found.length)) ? found : null;
}

function valuesAt(text: string, start: number): Value[] {
  const values: Value[] = [];
  let at = start;
  for (;;) {
    SIGN.lastIndex = at;
    const sign = SIGN.exec(text)?.[0] ?? "";
    const value = valueAt(text, at + sign.length, /[^\s,，]*/y);
    values.push({ ...value, text: sign + value.text, start: at });
    if (!/[,，]/.test(text.charAt(value.end))) return values;
    at = value.end + 1;
  }
}

function valueAt(text: string, start: number, plain: RegExp): Value {
  const closing = CLOSING[text.charAt(start)];
  if (closing === undefined) {
    plain.lastIndex = start;
    const found = plain.exec(text)?.[0] ?? "";
    return { text: found, start, end: start + found.length };
  }
  let end = start + 1;
  while (end < text.length && !closing.includes(text.charAt(end))) {
    end += text.charAt(end) === "\\" ? 2 : 1;
  }
  const inside = text.slice(start + 1, end).replace(/\\(.)/g, "$1");
  return { text: inside, start, end: Math.min(end + 1, text.length) };
}

/** A value as it is written, in quotes where it needs them. */
export function written(value: string): string {
  if (/^[^\s:/,，"“”「」『』＂>＞<＜≥≤][^\s,，"“”「」『』＂]*$/.test(value)) return value;
  return `"${value.replace(/[\\"]/g, "\\$&")}"`;
}

function conditionOn(terms: readonly Term[], field: string): Term | undefined {
  return terms.find((term) => !term.negated && term.field?.toLowerCase() === field.toLowerCase());
}

/** The values that a filter asks of a field, one of which must hold. */
export function chosen(text: string, field: string): string[] {
  return conditionOn(termsOf(text), field)?.values.map((value) => value.text) ?? [];
}

/** The filter with this value of the field among those asked for, or without it. */
export function toggled(text: string, field: string, value: string): string {
  const term = conditionOn(termsOf(text), field);
  const before = term?.values.map((one) => one.text) ?? [];
  const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  const condition = after.length ? `${field}:${after.map(written).join(",")}` : "";
  if (!term) return joined(text, condition);
  return joined(text.slice(0, term.start), condition, text.slice(term.end));
}

/** The filter without any condition on a field. */
export function without(text: string, field: string): string {
  const term = conditionOn(termsOf(text), field);
  return term ? withoutTerm(text, term) : text;
}

export function withoutTerm(text: string, term: Term): string {
  return joined(text.slice(0, term.start), text.slice(term.end));
}

/** Filters that must all hold. */
export function joined(...parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join(" ");
}

export interface Typing {
  /** The stretch that a suggestion replaces. */
  start: number;
  end: number;
  /** The field whose value is typed; null: a field or words. */
  field: string | null;
  prefix: string;
}

/** What stands at the cursor and could be completed. */
export function typingAt(text: string, cursor: number): Typing {
  const term = termsOf(text).find((one) => one.start < cursor && cursor <= one.end);
  if (!term) return { start: cursor, end: cursor, field: null, prefix: "" };
  if (term.field === null) {
    const start = term.start + (term.negated ? 1 : 0);
    return { start, end: term.end, field: null, prefix: text.slice(start, cursor) };
  }
  const value = term.values.find((one) => one.start <= cursor && cursor <= one.end);
  if (!value) {
    const start = term.start + (term.negated ? 1 : 0);
    return { start, end: term.end, field: null, prefix: text.slice(start, cursor) };
  }
  const prefix = text.slice(value.start, cursor).replace(/^["“「『＂]/, "");
  return { start: value.start, end: value.end, field: term.field, prefix };
}

/** The text with a suggestion in the place of what was typed, and where the cursor then stands. */
export function completed(text: string, typing: Typing, by: string): [text: string, at: number] {
  const rest = text.slice(typing.end);
  const open = by.endsWith(":") || /^\s/.test(rest);
  const inserted = open ? by : `${by} `;
  const at = typing.start + inserted.length + (open && !by.endsWith(":") ? 1 : 0);
  return [text.slice(0, typing.start) + inserted + rest, at];
}
