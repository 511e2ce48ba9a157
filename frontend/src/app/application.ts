import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { type Answer, useGet } from "@/lib/queries";
import type { Search } from "@/lib/search";
import { readSetting, writeSetting } from "@/lib/settings";
import { useSearchTexts } from "./navigation";

/** Which of the recorded applications the pages are about: in the address, else the last chosen. */

export type Application = Answer<"/api/apps">[number];

export function useApps() {
  return useGet("/api/apps", {});
}

/** The name of the application, "" while it is not known or nothing was recorded. */
export function useApp(): string {
  const { app } = useSearchTexts();
  const { data: apps } = useApps();
  if (app) return app;
  const last = readSetting("app");
  return apps?.find((one) => one.app === last)?.app ?? apps?.[0]?.app ?? "";
}

export function useApplication(): Application | undefined {
  const app = useApp();
  return useApps().data?.find((one) => one.app === app);
}

/** Another application, on the same page; what stands in the address about the old one goes. */
export function useChooseApp(): (app: string) => void {
  const navigate = useNavigate();
  return useCallback(
    (app) => {
      const search = ({ range, lang }: Search): Search => ({ app, range, lang });
      void navigate({ to: ".", search } as never);
    },
    [navigate],
  );
}

/** Writes the application into the address and remembers it; for the shell. */
export function useAppInAddress(): void {
  const app = useApp();
  const { app: written } = useSearchTexts();
  const navigate = useNavigate();
  useEffect(() => {
    if (app === "") return;
    if (readSetting("app") !== app) writeSetting("app", app);
    if (written === app) return;
    const search = (before: Search): Search => ({ ...before, app });
    void navigate({ to: ".", search, replace: true } as never);
  }, [app, written, navigate]);
}
