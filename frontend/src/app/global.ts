import { useLanguage, useT } from "@/i18n";
import { type Command, useCommands } from "./keys";
import { useChooseLanguage } from "./language";
import { useGo } from "./navigation";
import { ENTRIES, type PageId } from "./pages";
import { turnTheme } from "./theme";

interface Openers {
  openKeys: () => void;
  openPalette: () => void;
  openApps: () => void;
  openTour: () => void;
}

/** The commands that work on every page. */
export function useGlobalCommands({ openKeys, openPalette, openApps, openTour }: Openers): void {
  const t = useT();
  const go = useGo();
  const language = useLanguage();
  const choose = useChooseLanguage();
  const pages = ENTRIES.flatMap(({ id, key, title }): Command[] => {
    if (!key) return [];
    const run = () => go(id as PageId);
    return [
      { id: `go.${id}`, keys: `g ${key}`, label: "app.goto", values: { page: t(title) }, run },
    ];
  });
  useCommands("app.global", [
    ...pages,
    { id: "app.palette", keys: "mod+k", label: "app.palette", run: openPalette, inText: true },
    { id: "app.keys", keys: "?", label: "app.keys", run: openKeys },
    { id: "app.switchApp", keys: "g a", label: "app.switchApp", run: openApps },
    {
      id: "app.language",
      keys: "shift+l",
      label: "app.turnLanguage",
      run: () => choose(language === "en" ? "zh" : "en"),
    },
    { id: "app.theme", keys: "shift+d", label: "app.turnTheme", run: turnTheme },
    { id: "app.tour", label: "app.tour", run: openTour },
  ]);
}
