import { type Typing, typingAt, written } from "./filterText";
import type { FilterField } from "./server";

/** What could stand where a person types in the filter. */

export interface Suggestion {
  /** What takes the place of what is typed; all of the filter for one used before. */
  insert: string;
  whole: boolean;
  /** A complete condition: the list may follow at once. */
  complete: boolean;
  kind: "recent" | "field" | "value";
  about?: string;
  count?: number;
}

const FIELDS = 9;
const VALUES = 10;
const RECENT = 5;
const USUAL = ["status", "model", "name", "latency", "cost", "user", "session", "prompt_version"];
const JUDGED: Record<string, readonly string[]> = {
  label: ["pass", "fail", "*"],
  check: ["fail", "pass", "skip", "error", "*"],
};

export interface Known {
  fields: readonly FilterField[];
  criteria: readonly string[];
  checks: readonly string[];
  recent: readonly string[];
  /** Values of the field that is typed, with how often they come. */
  values: readonly { value: string; count: number }[];
  about: (field: FilterField) => string;
}

/** The field whose values are worth asking the server for: that of text at the cursor. */
export function fieldToAsk(typing: Typing, fields: readonly FilterField[]): string | null {
  if (typing.field === null) return null;
  const name = typing.field.toLowerCase();
  return fields.some((field) => field.name === name && field.kind === "text") ? name : null;
}

export function suggestions(text: string, cursor: number, known: Known): Suggestion[] {
  const typing = typingAt(text, cursor);
  if (typing.field !== null) return valueSuggestions(typing, known);
  if (text.trim() === "") {
    const recent = known.recent.slice(0, RECENT).map((insert): Suggestion => {
      return { insert, whole: true, complete: true, kind: "recent" };
    });
    return [...recent, ...fieldSuggestions("", known)];
  }
  return typing.prefix === "" ? [] : fieldSuggestions(typing.prefix, known);
}

/** The fields there are, with those of this application in the place of patterns. */
function named({ fields, criteria, checks }: Known): FilterField[] {
  return fields.flatMap((field) => {
    if (field.kind !== "judgement") return [field];
    const [prefix = ""] = field.name.split(".");
    const names = prefix === "label" ? criteria : checks;
    return names.map((name) => ({ ...field, name: `${prefix}.${plainName(name)}` }));
  });
}

function plainName(name: string): string {
  return /^[\w./@-]+(\([\w.,=/@-]*\))?$/.test(name) ? name : `"${name.replace(/[\\"]/g, "\\$&")}"`;
}

function fieldSuggestions(prefix: string, known: Known): Suggestion[] {
  const wanted = prefix.toLowerCase();
  const all = named(known).filter((field) => !/NAME|CRITERION|SPEC/.test(field.name));
  const begins = all.filter((field) => field.name.startsWith(wanted));
  const within = all.filter((field) => {
    if (wanted.length < 2 && /^[\x20-\x7f]*$/.test(wanted)) return false;
    return (
      !begins.includes(field) &&
      `${field.name} ${known.about(field)}`.toLowerCase().includes(wanted)
    );
  });
  const usual = USUAL.flatMap((name) => all.find((field) => field.name === name) ?? []);
  const judged = all.filter(
    (field) => field.kind === "judgement" && field.name.startsWith("label"),
  );
  const found = wanted === "" ? [...usual, ...judged] : [...begins, ...within];
  return found.slice(0, FIELDS).map((field) => {
    const about = known.about(field);
    return { insert: `${field.name}:`, whole: false, complete: false, kind: "field", about };
  });
}

function valueSuggestions(typing: Typing, known: Known): Suggestion[] {
  const name = (typing.field ?? "").toLowerCase();
  const [kind = ""] = name.split(".");
  const field = known.fields.find((one) => one.name.toLowerCase() === name);
  const wanted = typing.prefix.toLowerCase();
  const make = (insert: string, count?: number): Suggestion => {
    return {
      insert,
      whole: false,
      complete: true,
      kind: "value",
      ...(count !== undefined && { count }),
    };
  };
  const judged = JUDGED[kind];
  if (judged && name.includes(".")) {
    return judged.filter((value) => value.startsWith(wanted)).map((value) => make(value));
  }
  if (known.values.length) {
    const fitting = known.values.filter(({ value }) => value.toLowerCase().includes(wanted));
    fitting.sort((a, b) => Number(begins(b.value, wanted)) - Number(begins(a.value, wanted)));
    return fitting.slice(0, VALUES).map(({ value, count }) => make(written(value), count));
  }
  if (!field || field.kind === "text") return [];
  const values = field.examples.map((example) => example.slice(example.indexOf(":") + 1));
  const fitting = [...new Set(values)].filter((value) => value.startsWith(wanted));
  return fitting.map((value) => make(value));
}

function begins(value: string, wanted: string): boolean {
  return value.toLowerCase().startsWith(wanted);
}
