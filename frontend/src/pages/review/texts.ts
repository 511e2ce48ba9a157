import type { Language } from "@/i18n";
import type { Message, Passage, Step } from "./types";

/** Small questions about texts that several parts of the page ask. */

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** Words as people count them, in Chinese as in English. */
export function wordsIn(text: string): number {
  let n = 0;
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) n += 1;
  return n;
}

export function questionOf(step: Step, language: Language): string {
  return (language === "zh" && step.question_zh) || step.question;
}

/** A JSON object or list that an answer consists of; undefined where it is prose. */
export function jsonOf(output: unknown): object | undefined {
  if (typeof output === "object" && output !== null) return output;
  if (typeof output !== "string" || !/^\s*[{[]/.test(output)) return undefined;
  try {
    const value: unknown = JSON.parse(output);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an answer names a passage, by its id or by its number. */
export function isCited(text: string, passage: Pick<Passage, "id">, at: number): boolean {
  if (text.includes(`[${at + 1}]`)) return true;
  return passage.id.length > 2 && text.includes(passage.id);
}

export function textOf({ parts }: Message): string {
  const texts = parts.map((part) => {
    const text = part.content ?? part.text;
    return typeof text === "string" ? text : `\`${String(part.type ?? "")}\``;
  });
  return texts.join("\n\n");
}

/** The best of the scores of a passage, as 0 to 1; null where none is one. */
export function scoreOf({ scores }: Passage): number | null {
  const known = Object.values(scores).filter((one) => one >= 0 && one <= 1);
  return known.length ? Math.max(...known) : null;
}
