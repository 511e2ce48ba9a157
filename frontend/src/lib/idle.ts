/** Work for a moment in which the browser has nothing else to do; Safari does not tell of them. */
export function whenIdle(run: () => void, withinMs?: number): () => void {
  if ("requestIdleCallback" in window) {
    const waiting = requestIdleCallback(run, withinMs === undefined ? {} : { timeout: withinMs });
    return () => cancelIdleCallback(waiting);
  }
  const waiting = setTimeout(run, 1);
  return () => clearTimeout(waiting);
}
