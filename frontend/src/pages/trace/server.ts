import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { usePulseCounts } from "@/app/pulse";
import type { ApiError } from "@/lib/api";
import { type Answer, getting, queryClient, useGet } from "@/lib/queries";
import type { Schema, Span } from "@/lib/types";

/** What the page of a trace asks the server. */

export interface Message {
  role: string;
  parts: unknown[];
  name?: string | null;
  finish_reason?: string | null;
}

export interface Passage {
  text: string;
  id: string;
  document: string;
  scores: Record<string, number>;
  metadata: Record<string, unknown>;
  tenant: string;
}

export interface SpanPayload {
  inputs: Record<string, unknown>;
  output: unknown;
  messages: Message[];
  output_messages: Message[];
  passages: Passage[];
  reference: unknown;
  metadata: Record<string, unknown>;
  attributes: Record<string, unknown>;
  events: { name: string; time_ns: number; attributes: Record<string, unknown> }[];
  origin: Record<string, unknown>;
  /** What is longer than was asked for, and stands here only in part. */
  cut?: { path: string; characters: number }[];
}

export type Evidence = Schema<"Evidence">;
export type Verdict = Schema<"Verdict">;
export type Label = Schema<"Label">;
export type Feedback = Schema<"Feedback">;
export type Judged = Answer<"/api/traces/{trace}/judged">[string];

const SMALL = 2000;

/** The spans of a trace; one that is still running grows while it is looked at. */
export function useTrace(app: string, trace: string) {
  const path = { trace };
  const query = useGet(
    "/api/traces/{trace}",
    { params: { path, query: { app } } },
    { enabled: app !== "" && trace !== "" },
  );
  const spans = usePulseCounts()?.spans;
  const small = (query.data?.length ?? 0) <= SMALL;
  useEffect(() => {
    if (spans === undefined || !small) return;
    void queryClient.invalidateQueries({
      queryKey: ["/api/traces/{trace}", { path: { trace }, query: { app } }],
    });
  }, [spans, small, app, trace]);
  return query;
}

export function useJudged(app: string, trace: string) {
  const params = { path: { trace }, query: { app } };
  return useGet("/api/traces/{trace}/judged", { params }, { enabled: app !== "" && trace !== "" });
}

/** How much of a payload is fetched: the longest text, and how many values in all. */
export const LIMITS = [
  { most: 65_536, nodes: 2000 },
  { most: 1_048_576, nodes: 20_000 },
] as const;

function payloadOptions(span: Span, level: number) {
  const path = { app: span.app, trace: span.trace_id, span: span.span_id };
  const asking = getting("/api/spans/{app}/{trace}/{span}/payload", {
    params: { path, query: LIMITS[level] ?? LIMITS[0] },
  });
  return {
    queryKey: asking.queryKey,
    // What was recorded may be anything: the document of the API does not say what is within it.
    queryFn: asking.queryFn as unknown as (context: {
      signal: AbortSignal;
    }) => Promise<SpanPayload>,
    staleTime: Number.POSITIVE_INFINITY, // it never changes
    gcTime: 120_000,
  };
}

export function usePayload(span: Span | undefined, level = 0, enabled = true) {
  const none = {
    queryKey: ["/api/payload", null],
    queryFn: () => Promise.reject(new Error("no span")),
  };
  return useQuery<SpanPayload, ApiError>({
    ...(span ? payloadOptions(span, level) : none),
    enabled: enabled && span !== undefined,
  });
}

export function prefetchPayload(span: Span | undefined): void {
  if (span) void queryClient.prefetchQuery(payloadOptions(span, 0));
}

export function downloadPath(span: Span): string {
  const parts = [span.app, span.trace_id, span.span_id].map(encodeURIComponent);
  return `/api/spans/${parts.join("/")}/payload?download=true`;
}

export function useSession(app: string, session: string | null) {
  return useGet(
    "/api/sessions/{session}",
    { params: { path: { session: session ?? "" }, query: { app } } },
    { enabled: app !== "" && session !== null && session !== "", retry: false },
  );
}
