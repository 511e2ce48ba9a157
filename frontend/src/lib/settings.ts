import { useSyncExternalStore } from "react";

/** What a person chose on this browser. One entry in localStorage; every tab follows it. */

export interface Settings {
  language: "en" | "zh" | null;
  theme: "system" | "light" | "dark";
  density: "normal" | "compact";
  singleKeys: boolean;
  reviewer: string;
  app: string;
  tour: { step: number; open: boolean; labels: number | null };
  traces: TracesKept;
}

/** A list of traces under a name: where it stands in the address, but for the application. */
export interface View {
  app: string;
  name: string;
  search: Record<string, string | undefined>;
}

export interface TracesKept {
  hidden: string[];
  recent: string[];
  views: View[];
  facets: boolean;
}

const USUAL: Settings = {
  language: null,
  theme: "system",
  density: "normal",
  singleKeys: true,
  reviewer: "",
  app: "",
  tour: { step: 0, open: true, labels: null },
  traces: {
    hidden: ["model", "prompt_version", "user", "session"],
    recent: [],
    views: [],
    facets: true,
  },
};
const NAME = "genchi.settings";
const listeners = new Set<() => void>();
let held: Settings = load();

function load(): Settings {
  try {
    return { ...USUAL, ...JSON.parse(localStorage.getItem(NAME) ?? "{}") };
  } catch {
    return USUAL; // storage is blocked or holds something else: the usual settings work
  }
}

function announce(): void {
  for (const listener of listeners) listener();
}

addEventListener("storage", (event) => {
  if (event.key !== NAME) return;
  held = load();
  announce();
});

export function readSetting<K extends keyof Settings>(key: K): Settings[K] {
  return held[key];
}

export function writeSetting<K extends keyof Settings>(key: K, value: Settings[K]): void {
  held = { ...held, [key]: value };
  try {
    localStorage.setItem(NAME, JSON.stringify(held));
  } catch {
    // a private window may refuse: the choice then lasts as long as the page
  }
  announce();
}

export function onSettings(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `const [theme, setTheme] = useSetting("theme")` */
export function useSetting<K extends keyof Settings>(
  key: K,
): [Settings[K], (value: Settings[K]) => void] {
  const value = useSyncExternalStore(onSettings, () => held[key]);
  return [value, (next) => writeSetting(key, next)];
}
