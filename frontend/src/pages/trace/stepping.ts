import { useEffect, useMemo } from "react";
import { useGo } from "@/app/navigation";
import { useList, useListSearch } from "@/pages/traces/list";
import { keyOf, rowsIn, useRows } from "@/pages/traces/server";
import { prefetchPayload } from "./server";

/** The list that a trace was opened from, to step through it. The address says which it is. */

const PAGES = 5;

export interface Stepping {
  /** Counted from one; null where the trace is not in the list. */
  at: number | null;
  known: number;
  more: boolean;
  step: (by: number) => void;
  can: (by: number) => boolean;
  back: () => void;
}

/** `ready`: the trace itself is there, which comes first. */
export function useStepping(trace: string, ready: boolean): Stepping {
  const go = useGo();
  const { asked } = useList();
  const search = useListSearch();
  const query = useRows(asked, ready);
  const rows = useMemo(() => rowsIn(query.data), [query.data]);
  const at = rows.findIndex((row) => row.span.trace_id === trace);
  const { fetchNextPage, hasNextPage, isFetching } = query;
  const pages = query.data?.pages.length ?? 0;
  const looking = at < 0 && pages < PAGES;
  const near = at >= 0 && at >= rows.length - 5;
  useEffect(() => {
    if ((looking || near) && hasNextPage && !isFetching) void fetchNextPage();
  }, [looking, near, hasNextPage, isFetching, fetchNextPage]);
  useEffect(() => {
    if (at < 0) return;
    for (const by of [1, -1]) prefetchPayload(rows[at + by]?.span);
  }, [rows, at]);
  const target = (by: number) => (at < 0 ? undefined : rows[at + by]?.span);
  return {
    at: at < 0 ? null : at + 1,
    known: rows.length,
    more: hasNextPage,
    can: (by) => target(by) !== undefined,
    step: (by) => {
      const span = target(by);
      if (!span) return;
      const next = { ...search, app: span.app, span: span.span_id };
      go("trace", { params: { trace: span.trace_id }, search: next, replace: true });
    },
    back: () => {
      const here = rows[at]?.span;
      go("traces", { search: { ...search, at: here && keyOf(here) } });
    },
  };
}
