import { type InfiniteData, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ApiError } from "@/lib/api";
import { get, useGet } from "@/lib/queries";
import type { Schema, Span } from "@/lib/types";

/** What the list of traces asks the server. */

export interface Key {
  trace_id: string;
  span_id: string;
}

export type Row = Schema<"Row">;
export type RowsPage = Schema<"Rows">;
export type FilterField = Schema<"FilterField">;
export type FilterCheck = Schema<"CheckedFilter">;

/** Which rows: everything that decides what the list has and in which order. */
export interface Asked {
  app: string;
  filter: string;
  all_spans: boolean;
  oldest_first: boolean;
}

export const PAGE = 100;
export type Rows = InfiniteData<RowsPage, string | null>;

export function rowsKey(asked: Asked): readonly unknown[] {
  return ["/api/rows", asked];
}

export function fetchRows(
  { app, filter, all_spans, oldest_first }: Asked,
  after: string | null,
  limit = PAGE,
): Promise<RowsPage> {
  const query = { app, filter, all_spans, oldest_first, limit, ...(after && { after }) };
  return get("/api/rows", { params: { query } });
}

/** The rows, page by page. They stay as they are while new ones come in. */
export function useRows(asked: Asked, enabled = true) {
  return useInfiniteQuery<RowsPage, ApiError, Rows, readonly unknown[], string | null>({
    queryKey: rowsKey(asked),
    queryFn: ({ pageParam }) => fetchRows(asked, pageParam),
    initialPageParam: null,
    getNextPageParam: (page) => page.after,
    enabled: enabled && asked.app !== "",
    meta: { still: true },
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

/** Counts and charts are of the same spans as the rows. */
export function filterOf({ filter, all_spans }: Asked): string {
  return all_spans ? filter : `${filter} root:true`.trim();
}

export function useFacets(asked: Asked, fields: string, limit: number, enabled = true) {
  const query = { app: asked.app, fields, filter: filterOf(asked), limit };
  return useGet(
    "/api/facets",
    { params: { query } },
    {
      enabled: enabled && asked.app !== "" && fields !== "",
      meta: { still: true },
      staleTime: 60_000,
      placeholderData: keepPreviousData,
    },
  );
}

export function useTrend(asked: Asked, every: string, enabled = true) {
  const query = { app: asked.app, every, of: "count,errors", filter: filterOf(asked) };
  return useGet(
    "/api/trend",
    { params: { query } },
    {
      enabled: enabled && asked.app !== "",
      meta: { still: true },
      staleTime: 60_000,
      placeholderData: keepPreviousData,
    },
  );
}

export function useFilterFields() {
  return useGet("/api/filter/fields", {}, { staleTime: Number.POSITIVE_INFINITY });
}

export function useFilterCheck(filter: string) {
  const query = { filter };
  return useGet(
    "/api/filter/check",
    { params: { query } },
    { enabled: filter.trim() !== "", staleTime: 60_000 },
  );
}

export function keyOf(span: Span): string {
  return `${span.trace_id}.${span.span_id}`;
}

export function partsOf(key: string): Key {
  const [trace_id = "", span_id = ""] = key.split(".");
  return { trace_id, span_id };
}

export function rowsIn(data: Rows | undefined): Row[] {
  return data?.pages.flatMap((page) => page.rows) ?? [];
}
