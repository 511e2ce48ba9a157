import { useCallback } from "react";
import { useMe } from "@/app/me";
import { useT } from "@/i18n";
import { api } from "@/lib/api";
import { queryClient } from "@/lib/queries";
import type { Schema, Span } from "@/lib/types";
import { toast } from "@/ui/toast";

/** Labels given on the page of a trace: each is an action that can be taken back. */

export interface Given {
  criterion: string;
  value: number | null;
  failure?: string | null;
  reason?: string;
  correction?: string | null;
}

type Action = Schema<"ReviewActions">["actions"][number];

/** Stores a label on the output of a span; says so, and offers to take it back. */
export function useLabelling(span: Span | undefined, shownSince: number) {
  const t = useT();
  const { reviewer } = useMe();
  return useCallback(
    async (given: Given): Promise<boolean> => {
      if (!span) return false;
      const { app, trace_id, span_id } = span;
      const send = async (action: Action): Promise<Schema<"ActionResult"> | null> => {
        try {
          const body = { app, reviewer: reviewer || null, actions: [action] };
          const { data } = await api.POST("/api/review/actions", { body });
          const result = data?.results[0];
          if (result?.error) toast({ text: result.error, kind: "error" });
          return result && !result.error ? result : null;
        } catch (error) {
          toast({ text: (error as Error).message, kind: "error" });
          return null;
        } finally {
          void queryClient.invalidateQueries({ queryKey: ["/api/traces/{trace}/judged"] });
        }
      };
      const id = crypto.randomUUID();
      const stored = await send({
        id,
        kind: "label",
        at_ms: Date.now(),
        target: {
          kind: "output",
          trace_id,
          span_id,
          start: null,
          end: null,
          passage: null,
          other: null,
        },
        blind: false, // verdicts and other people's labels are on this page
        why: "picked",
        ms: Math.max(0, Date.now() - shownSince),
        inclusion: null,
        side: null,
        answers: [],
        failure: null,
        reason: "",
        correction: null,
        ...given,
      });
      if (!stored) return false;
      const undo = () => {
        void send({ id: crypto.randomUUID(), kind: "undo", at_ms: Date.now(), of: id });
      };
      const said =
        given.value === null
          ? "trace.said.unsure"
          : given.value
            ? "trace.said.pass"
            : "trace.said.fail";
      const also = stored.also.length
        ? ` ${t("trace.also", { names: stored.also.join(", ") })}`
        : "";
      toast({ text: `${t(said, { criterion: given.criterion })}${also}`, undo });
      return true;
    },
    [span, shownSince, reviewer, t],
  );
}
