import { useSyncExternalStore } from "react";
import { readSetting, writeSetting } from "@/lib/settings";
import { en } from "./en";
import { LANGUAGES, type Language, localeOf, type MessageKey } from "./message";

/** The language in use and its dictionary. Chinese is loaded when it is first wanted. */

type Dictionary = Record<MessageKey, string>;

let current: Language = "en";
let dictionary: Dictionary = en;
const listeners = new Set<() => void>();

export function language(): Language {
  return current;
}

export function words(): Dictionary {
  return dictionary;
}

/** From the address (`?lang=zh`), else as chosen before, else as the browser is set. */
export function preferredLanguage(): Language {
  const asked = new URLSearchParams(location.search).get("lang");
  const candidates = [asked, readSetting("language"), ...navigator.languages];
  for (const candidate of candidates) {
    const found = LANGUAGES.find((known) => candidate?.toLowerCase().startsWith(known));
    if (found) return found;
  }
  return "en";
}

export async function setLanguage(next: Language): Promise<void> {
  dictionary = next === "zh" ? (await import("./zh")).zh : en;
  current = next;
  document.documentElement.lang = localeOf(next);
  for (const listener of listeners) listener();
}

export async function chooseLanguage(next: Language): Promise<void> {
  writeSetting("language", next);
  await setLanguage(next);
}

export function useLanguage(): Language {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
