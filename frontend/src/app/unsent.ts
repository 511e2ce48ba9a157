import { useEffect, useSyncExternalStore } from "react";
import { useMe } from "./me";

/** What a person did while reviewing and could not be saved yet, wherever in the app they are. */

let counts: ReadonlyMap<string, number> = new Map();
const listeners = new Set<() => void>();

/** Said by who sends it. */
export function setUnsent(app: string, n: number): void {
  if ((counts.get(app) ?? 0) === n) return;
  counts = new Map(counts).set(app, n);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const total = () => [...counts.values()].reduce((sum, n) => sum + n, 0);

/** How many actions wait, of all applications. */
export function useUnsent(): number {
  return useSyncExternalStore(subscribe, total);
}

/** Sends what an earlier visit left; again when another person is there, such as after signing in. */
export function useSending(): void {
  const { reviewer } = useMe();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person is the reason
  useEffect(() => {
    void sendWaiting().catch(() => undefined); // a browser that keeps nothing has left nothing
  }, [reviewer]);
}

async function sendWaiting(): Promise<void> {
  if ((await indexedDB.databases()).length === 0) return; // nobody reviewed here yet
  const desks = await import("@/pages/review/desk");
  await desks.sendWaiting();
}
