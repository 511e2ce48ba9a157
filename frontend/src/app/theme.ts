import { useLayoutEffect, useSyncExternalStore } from "react";
import { readSetting, useSetting, writeSetting } from "@/lib/settings";

/** Light or dark, as chosen or as the system is. `public/theme.js` does the same before the page. */

const dark = matchMedia("(prefers-color-scheme: dark)");

export type Theme = "light" | "dark";

export function themeNow(): Theme {
  const chosen = readSetting("theme");
  return chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
}

export function turnTheme(): void {
  writeSetting("theme", themeNow() === "dark" ? "light" : "dark");
}

let onPaper = false;
const printing = new Set<() => void>();

/** Paper is white: what is drawn in the colours of the theme is drawn anew for it. */
function turnPage(paper: boolean): void {
  onPaper = paper;
  document.documentElement.dataset.theme = paper ? "light" : themeNow();
  for (const listener of printing) listener();
}

addEventListener("beforeprint", () => turnPage(true));
addEventListener("afterprint", () => turnPage(false));

function useOnPaper(): boolean {
  return useSyncExternalStore(
    (listener) => {
      printing.add(listener);
      return () => printing.delete(listener);
    },
    () => onPaper,
  );
}

export function useTheme(): Theme {
  const [chosen] = useSetting("theme");
  const paper = useOnPaper();
  const system = useSyncExternalStore(
    (listener) => {
      dark.addEventListener("change", listener);
      return () => dark.removeEventListener("change", listener);
    },
    () => dark.matches,
  );
  if (paper) return "light";
  return chosen === "system" ? (system ? "dark" : "light") : chosen;
}

/** Keeps `<html>` in step with the settings. */
export function useAppearance(): void {
  const theme = useTheme();
  const [density] = useSetting("density");
  // Before the effects of charts, which read the colours from the page.
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.density = density;
  }, [theme, density]);
}
