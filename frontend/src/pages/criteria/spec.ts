import type { Literal, Parameter } from "./server";

/** The written form of a check, `max_words(120)`: made of its name and the values of a form. */

/** A value as Python writes it. */
export function literal(value: Literal): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  const entries = Object.entries(value).map(([key, one]) => `${quoted(key)}: ${literal(one)}`);
  return `{${entries.join(", ")}}`;
}

const ESCAPES: Record<string, string> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "'": "\\'",
};

function quoted(text: string): string {
  if (text.includes("'") && !text.includes('"')) return `"${escaped(text, /[\\\n\r\t]/g)}"`;
  return `'${escaped(text, /[\\\n\r\t']/g)}'`;
}

function escaped(text: string, what: RegExp): string {
  return text.replace(what, (character) => ESCAPES[character] ?? character);
}

/** Whether `signature` takes any number of values under this name: `contains(*texts)`. */
export function isMany(signature: string, name: string): boolean {
  return new RegExp(`\\(\\*${name}\\b|,\\s*\\*${name}\\b`).test(signature);
}

/** The names that may only be given by name: those after a star. */
function namedOnly(signature: string, parameters: readonly Parameter[]): Set<string> {
  const inside = /\((.*)\)/s.exec(signature)?.[1] ?? "";
  const star = inside.search(/(^|,\s*)\*/);
  if (star < 0) return new Set();
  const after = inside.slice(star);
  return new Set(
    parameters
      .map(({ name }) => name)
      .filter((name) => new RegExp(`[,*]\\s*${name}\\b`).test(after))
      .filter((name) => !isMany(signature, name)),
  );
}

export type Given = Record<string, Literal>;

/** Positional values first; those that are as usual are left out, once one is left out all by name. */
export function specOf(
  name: string,
  signature: string,
  parameters: readonly Parameter[],
  given: Given,
): string {
  const byName = namedOnly(signature, parameters);
  const written: string[] = [];
  let skipped = false;
  for (const parameter of parameters) {
    const value = given[parameter.name] ?? null;
    if (isMany(signature, parameter.name)) {
      written.push(...(Array.isArray(value) ? value.map(literal) : []));
      continue;
    }
    const usual = !parameter.required && literal(value) === literal(parameter.default);
    if (usual) skipped = true;
    else if (skipped || byName.has(parameter.name)) {
      written.push(`${parameter.name}=${literal(value)}`);
    } else written.push(literal(value));
  }
  return written.length === 0 ? name : `${name}(${written.join(", ")})`;
}

/** What is missing in a form: the names of required parameters without a value. */
export function missing(parameters: readonly Parameter[], given: Given): string[] {
  return parameters
    .filter(({ name, required }) => required && empty(given[name] ?? null))
    .map(({ name }) => name);
}

function empty(value: Literal): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** The name in a written check, the part before its parameters. */
export function nameOf(spec: string): string {
  return /^\s*(\w+)/.exec(spec)?.[1] ?? spec;
}
