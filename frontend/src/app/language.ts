import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { chooseLanguage, type Language } from "@/i18n";
import type { Search } from "@/lib/search";

/** Another language, remembered. One that stands in the address goes from it: it would come back. */
export function useChooseLanguage(): (language: Language) => void {
  const navigate = useNavigate();
  return useCallback(
    (language) => {
      const search = (before: Search): Search => ({ ...before, lang: undefined });
      void chooseLanguage(language);
      void navigate({ to: ".", search, replace: true } as never);
    },
    [navigate],
  );
}
