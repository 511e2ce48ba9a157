import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { type Answer, useGet } from "@/lib/queries";
import { useApp } from "./application";

/** Whether something new arrived. One cheap question every few seconds keeps every page current. */

export type Pulse = Answer<"/api/pulse">;

const EVERY_MS = 3000;
/** What can change when one of the counters does. */
const TOUCHED: Record<keyof Pulse, readonly string[]> = {
  spans: ["/api/rows", "/api/traces", "/api/facets", "/api/trend", "/api/overview", "/api/apps"],
  labels: [
    ...["/api/alignment/rounds", "/api/alignment/items"],
    ...["/api/overview", "/api/alignment", "/api/quality/trend", "/api/criteria", "/api/rows"],
    ...["/api/review/summary", "/api/review/rota", "/api/apps", "/api/traces/{trace}/judged"],
  ],
  verdicts: [
    ...["/api/alignment/rounds", "/api/alignment/items"],
    ...["/api/overview", "/api/alignment", "/api/checks", "/api/rows", "/api/facets"],
    "/api/traces/{trace}/judged",
  ],
  feedback: ["/api/overview", "/api/rows", "/api/traces/{trace}/judged", "/api/feedback/recent"],
};

function usePulseQuery() {
  const app = useApp();
  return useGet(
    "/api/pulse",
    { params: { query: { app } } },
    {
      enabled: app !== "",
      refetchInterval: EVERY_MS, // not while the page is hidden
      refetchOnWindowFocus: "always",
      staleTime: 0,
      retry: false,
    },
  );
}

/** The counters, for a page that says how much is new instead of changing under its reader. */
export function usePulseCounts(): Pulse | null {
  return usePulseQuery().data ?? null;
}

/** Whether the server answers; recovers by itself. */
export function useServerAway(): boolean {
  return usePulseQuery().error?.away ?? false;
}

/** Fetches anew what failed while the server was away; for the shell. */
export function useRecovery(): void {
  const client = useQueryClient();
  const away = useServerAway();
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !away) {
      void client.refetchQueries({ predicate: ({ state }) => state.status === "error" });
    }
    was.current = away;
  }, [client, away]);
}

/** Fetches anew what a change of the counters touches; for the shell. */
export function useLiveUpdates(): void {
  const client = useQueryClient();
  const app = useApp();
  const { data } = usePulseQuery();
  const last = useRef<{ app: string; pulse: Pulse } | null>(null);
  useEffect(() => {
    const before = last.current;
    if (!data) return;
    last.current = { app, pulse: data };
    if (!before || before.app !== app) return;
    const changed = (Object.keys(TOUCHED) as (keyof Pulse)[]).filter((name) => {
      return before.pulse[name] !== data[name];
    });
    const touched = new Set(changed.flatMap((name) => TOUCHED[name]));
    void client.invalidateQueries({
      predicate: ({ queryKey, meta }) => !meta?.still && touched.has(String(queryKey[0])),
    });
  }, [client, app, data]);
}
