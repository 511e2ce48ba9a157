import type { Literal, Parameter } from "../server";
import type { Given } from "../spec";

/** How the values of parameters are typed into a form, and read back from it. */

export type Typed = Record<string, string | boolean>;

export function typedOf(parameters: readonly Parameter[]): Typed {
  return Object.fromEntries(parameters.map((one) => [one.name, printed(one)]));
}

function printed({ kind, value }: Parameter): string | boolean {
  if (kind === "boolean") return value === true;
  if (value === null) return "";
  if (kind === "list" && Array.isArray(value) && value.every(isPlain)) return value.join("\n");
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isPlain(value: Literal): boolean {
  return typeof value === "string" ? !value.includes("\n") : typeof value === "number";
}

export interface Reading {
  given: Given;
  /** The names whose text cannot be read as what they are. */
  wrong: string[];
}

export function readingOf(parameters: readonly Parameter[], typed: Typed): Reading {
  const given: Given = {};
  const wrong: string[] = [];
  for (const parameter of parameters) {
    const value = read(parameter, typed[parameter.name] ?? "");
    if (value === undefined) wrong.push(parameter.name);
    else given[parameter.name] = value;
  }
  return { given, wrong };
}

/** undefined: it cannot be read. */
function read(parameter: Parameter, typed: string | boolean): Literal | undefined {
  if (typeof typed === "boolean") return typed;
  const { kind, required } = parameter;
  if (typed.trim() === "" && kind !== "list") {
    if (kind === "text" && parameter.default === "") return "";
    return required ? null : parameter.default;
  }
  if (kind === "number") return Number.isFinite(Number(typed)) ? Number(typed) : undefined;
  if (kind === "list") return lines(parameter, typed);
  return kind === "other" ? parsed(typed) : typed;
}

function lines({ value, default: usual }: Parameter, typed: string): Literal | undefined {
  const texts = typed.split("\n").filter((line) => line.trim() !== "");
  const before = [value, usual].find((one) => Array.isArray(one) && one.length > 0);
  const numbers = Array.isArray(before) && before.every((one) => typeof one === "number");
  if (!numbers) return texts;
  const read = texts.map(Number);
  return read.every(Number.isFinite) ? read : undefined;
}

function parsed(typed: string): Literal | undefined {
  try {
    return JSON.parse(typed) as Literal;
  } catch {
    return undefined;
  }
}
