import type { en } from "./en";

export type MessageKey = keyof typeof en;
export type Language = "en" | "zh";
export type Values = Record<string, string | number>;

export const LANGUAGES: readonly Language[] = ["en", "zh"];

const LOCALES: Record<Language, string> = { en: "en", zh: "zh-CN" };

export function localeOf(language: Language): string {
  return LOCALES[language];
}

const PLURAL = /\{(\w+):((?:[^{}|]|\{\w+\})*)\|((?:[^{}|]|\{\w+\})*)\}/g;
const VALUE = /\{(\w+)\}/g;

/** Fills `{name}` (numbers in the style of the language) and `{name:one|many}` (by plural rule). */
export function fill(pattern: string, values: Values, language: Language): string {
  const chosen = pattern.replace(PLURAL, (_, name: string, one: string, many: string) => {
    return pluralRules(language).select(Number(values[name])) === "one" ? one : many;
  });
  return chosen.replace(VALUE, (whole, name: string) => {
    const value = values[name] ?? whole;
    return typeof value === "number" ? numbers(language).format(value) : value;
  });
}

const rules = new Map<Language, Intl.PluralRules>();
const formats = new Map<Language, Intl.NumberFormat>();

function pluralRules(language: Language): Intl.PluralRules {
  const found = rules.get(language) ?? new Intl.PluralRules(localeOf(language));
  rules.set(language, found);
  return found;
}

function numbers(language: Language): Intl.NumberFormat {
  const found = formats.get(language) ?? new Intl.NumberFormat(localeOf(language));
  formats.set(language, found);
  return found;
}
