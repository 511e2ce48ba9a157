import { ApiError, api } from "@/lib/api";
import type { SendError } from "./outbox";
import type { QueueServer } from "./supply";
import type { Action, ActionResult, QueueAnswer } from "./types";

/** The paths of the server that the review page uses. */

const PATIENCE_MS = 30_000;

/** A failure as queue and outbox know it: status 0 where no answer came. */
function sendError(error: unknown): SendError {
  const message = error instanceof Error ? error.message : String(error);
  return { status: error instanceof ApiError ? error.status : 0, message };
}

/** Gives up on an answer that never comes, so that a connection that hangs does not stop the rest. */
async function patiently<T>(
  ask: (signal: AbortSignal) => Promise<{ data?: T | undefined }>,
): Promise<T> {
  try {
    const { data } = await ask(AbortSignal.timeout(PATIENCE_MS));
    if (data === undefined) throw new Error("the server's answer was empty");
    return data;
  } catch (error) {
    throw sendError(error);
  }
}

export const queueServer: QueueServer = {
  fetch: ({ filter, ...ask }, limit, have) => {
    const body = { ...ask, filter: ask.source === "filter" ? filter : null, limit, have };
    const answer = patiently((signal) => api.POST("/api/review/queue", { body, signal }));
    return answer as Promise<QueueAnswer>; // sentences are pairs, which the client forgets
  },
  release: ({ app, criterion, reviewer }, ids) => {
    const body = { app, criterion, reviewer, ids };
    // Kept alive: the page may be going. Where it fails the leases end by themselves.
    void api.POST("/api/review/release", { body, keepalive: true }).catch(() => undefined);
  },
};

export function senderOf(app: string) {
  return async (reviewer: string, actions: Action[]): Promise<ActionResult[]> => {
    const body = { app, reviewer, actions };
    const answer = await patiently((signal) => {
      return api.POST("/api/review/actions", { body, signal });
    });
    return answer.results;
  };
}

export async function saveRota(app: string, days: (string | null)[]): Promise<void> {
  await api.PUT("/api/review/rota", { params: { query: { app } }, body: { days } });
}
