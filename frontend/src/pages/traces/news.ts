import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { usePulseCounts } from "@/app/pulse";
import type { ApiError } from "@/lib/api";
import { get, queryClient } from "@/lib/queries";
import { type Asked, fetchRows, keyOf, type Row, type Rows, rowsKey } from "./server";

/** What came in since the list was loaded. The rows stay where they are until a person asks. */

const MOST = 50;

/** How many new rows the list would have at its top; more than 50 are 50. */
export function useNews(asked: Asked, rows: readonly Row[], loaded: boolean): number {
  const spans = usePulseCounts()?.spans ?? null;
  const top = rows[0] ? keyOf(rows[0].span) : "";
  const enabled = loaded && spans !== null && !asked.oldest_first;
  const { app, filter, all_spans } = asked;
  const { data = 0 } = useQuery<number, ApiError>({
    queryKey: ["news", asked, top, spans],
    enabled,
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: async () => {
      const query = { app, filter, all_spans, limit: MOST };
      const { spans: newest } = await get("/api/traces", { params: { query } });
      const known = new Set(rows.map((row) => keyOf(row.span)));
      return newest.filter((span) => !known.has(keyOf(span))).length;
    },
  });
  return enabled ? data : 0;
}

/** Loads the list anew from its top. */
export function useReload(asked: Asked): () => Promise<void> {
  return useCallback(async () => {
    const queryKey = rowsKey(asked);
    queryClient.setQueryData<Rows>(queryKey, (held) => {
      return held && { pages: held.pages.slice(0, 1), pageParams: held.pageParams.slice(0, 1) };
    });
    void queryClient.invalidateQueries({ queryKey: ["/api/facets"] });
    void queryClient.invalidateQueries({ queryKey: ["/api/trend"] });
    await queryClient.refetchQueries({ queryKey });
  }, [asked]);
}

/** Labels, verdicts and feedback change what rows show, but not which rows there are. */
export function useFreshMarks(asked: Asked, data: Rows | undefined): void {
  const pulse = usePulseCounts();
  const mark = pulse && [pulse.labels, pulse.verdicts, pulse.feedback].join();
  const last = useRef<string | null>(null);
  const held = useRef(data);
  held.current = data;
  useEffect(() => {
    const before = last.current;
    last.current = mark;
    if (before === null || mark === null || before === mark) return;
    void freshen(asked, held.current);
  }, [asked, mark]);
}

const PAGES = 4;

async function freshen(asked: Asked, data: Rows | undefined): Promise<void> {
  const params = data?.pageParams.slice(0, PAGES) ?? [];
  const pages = await Promise.all(params.map((after) => fetchRows(asked, after).catch(() => null)));
  const fresh = new Map(
    pages.flatMap((page) => page?.rows.map((row) => [keyOf(row.span), row] as const) ?? []),
  );
  queryClient.setQueryData<Rows>(rowsKey(asked), (held) => {
    if (!held) return held;
    const patch = (row: Row) => fresh.get(keyOf(row.span)) ?? row;
    return { ...held, pages: held.pages.map((page) => ({ ...page, rows: page.rows.map(patch) })) };
  });
}
