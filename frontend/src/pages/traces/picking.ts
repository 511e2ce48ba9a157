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
      const { added } = done;
      const undo = async () => {
        const spans = { ...body, spans: added }; // not those that somebody had put there before
        const back = await tried(() => api.DELETE("/api/review/picks", { body: spans }));
        if (back) toast({ text: t("traces.queueTakenBack", { n: back.removed }) });
      };
      const text = t("traces.queued", { n: added.length });
      const were = spans.length - added.length;
      toast({
        text: were ? `${text} ${t("traces.queuedAlready", { n: were })}` : text,
        ...(added.length && { undo: () => void undo() }),
      });
      return true;
    },
    [app, reviewer, t],
  );
}
