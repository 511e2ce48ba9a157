import { useCallback } from "react";
import { useMe } from "@/app/me";
import { useT } from "@/i18n";
import { api } from "@/lib/api";
import { toast } from "@/ui/toast";
import type { Key } from "./server";

/** Puts outputs into the review queue (true: done), and takes back what was just put there. */
export function usePicking(app: string): (spans: readonly Key[]) => Promise<boolean> {
  const t = useT();
  const { reviewer } = useMe();
  return useCallback(
    async (spans) => {
      const body = { app, criterion: null, reviewer: reviewer || null, spans: [...spans] };
      const tried = async <T>(change: () => Promise<{ data?: T }>): Promise<T | undefined> => {
        try {
          return (await change()).data;
        } catch (error) {
          toast({ text: (error as Error).message, kind: "error" });
          return undefined;
        }
      };
      const done = await tried(() => api.POST("/api/review/picks", { body }));
      if (!done) return false;
      const undo = async () => {
        const back = await tried(() => api.DELETE("/api/review/picks", { body }));
        if (back) toast({ text: t("traces.queueTakenBack", { n: back.removed }) });
      };
      const text = t("traces.queued", { n: done.added });
      const were = spans.length - done.added; // taking all back would take those too
      if (were === 0) toast({ text, undo: () => void undo() });
      else toast({ text: `${text} ${t("traces.queuedAlready", { n: were })}` });
      return true;
    },
    [app, reviewer, t],
  );
}
