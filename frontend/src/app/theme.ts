import { useEffect, useSyncExternalStore } from "react";
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

export function useTheme(): Theme {
  const [chosen] = useSetting("theme");
  const system = useSyncExternalStore(
    (listener) => {
      dark.addEventListener("change", listener);
      return () => dark.removeEventListener("change", listener);
    },
    () => dark.matches,
  );
  return chosen === "system" ? (system ? "dark" : "light") : chosen;
}

/** Keeps `<html>` in step with the settings. */
export function useAppearance(): void {
  const theme = useTheme();
  const [density] = useSetting("density");
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.density = density;
  }, [theme, density]);
}
