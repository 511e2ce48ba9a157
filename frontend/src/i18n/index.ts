import { useCallback } from "react";
import { useLanguage, words } from "./language";
import { fill, type MessageKey, type Values } from "./message";

export { chooseLanguage, useLanguage } from "./language";
export type { Language, MessageKey, Values } from "./message";

export type Translate = (key: MessageKey, values?: Values) => string;

/** `t("review.left", { n: 3 })`: the words of a key in the language in use. */
export function useT(): Translate {
  const language = useLanguage();
  return useCallback((key, values = {}) => fill(words()[key], values, language), [language]);
}
