import type { Translate } from "@/i18n";
import type { Format } from "@/i18n/format";
import type { Language } from "@/i18n/message";
import type { Criterion, Limits } from "./server";
import type { Why } from "./trust";

/** Criteria and reasons in the language of the reader, where they were written in it. */

interface Titled {
  name: string;
  title: string;
  title_zh: string;
}

export function titleOf({ name, title, title_zh }: Titled, language: Language): string {
  return (language === "zh" && title_zh) || title || name;
}

export function statementOf({ statement, statement_zh }: Criterion, language: Language): string {
  return (language === "zh" && statement_zh) || statement;
}

/** A failure of the matrix: as its reason is called, and where nobody named one, that. */
export function failureOf(failure: Titled, language: Language, t: Translate): string {
  return failure.name === "" ? t("criteria.unnamed") : titleOf(failure, language);
}

export function whySentence(why: Why, t: Translate, f: Format): string {
  switch (why.code) {
    case "trusted":
      return t("criteria.why.trusted", {
        low: kappaOf(why.low, f),
        high: kappaOf(why.high, f),
        share: f.percent(why.falseFailure, 1),
      });
    case "chance":
    case "worse":
      return t(`criteria.why.${why.code}`, {
        low: kappaOf(why.low, f),
        high: kappaOf(why.high, f),
      });
    case "tooStrict":
      return t("criteria.why.tooStrict", { share: f.percent(why.falseFailure) });
    case "few":
      return t("criteria.why.few", { good: why.good, bad: why.bad });
    default:
      return t(`criteria.why.${why.code}`);
  }
}

/** Agreement beyond chance, two decimals; "–" where it cannot be measured. */
export function kappaOf(kappa: number | null, f: Format): string {
  if (kappa === null || Number.isNaN(kappa)) return f.number(null);
  return kappa
    .toFixed(2)
    .replace(/^-0\.00$/, "0.00")
    .replace("-", "−");
}

export function kappaLimits(limits: Limits, f: Format): string {
  return limits === null ? "" : `${kappaOf(limits[0], f)} … ${kappaOf(limits[1], f)}`;
}

export function shareLimits(limits: Limits, f: Format): string {
  return limits === null ? "" : f.interval({ low: limits[0], high: limits[1] });
}
