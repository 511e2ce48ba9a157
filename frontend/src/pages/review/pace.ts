/** How long one takes, and when one will be done: from what was decided in this session only. */

const ENOUGH = 3;
const LAST = 20;
/** Longer than this is a phone call and not a decision. */
const LONGEST_MS = 5 * 60_000;

/** Minutes until the goal at the pace of the last decisions; null while there are too few. */
export function minutesLeft(took: readonly number[], done: number, goal: number): number | null {
  if (took.length < ENOUGH || done >= goal) return null;
  const last = took.slice(-LAST).map((ms) => Math.min(ms, LONGEST_MS));
  const each = last.reduce((sum, ms) => sum + ms, 0) / last.length;
  return Math.max(1, Math.ceil(((goal - done) * each) / 60_000));
}

/** A clock that stands still while the page is not seen. */
export function clockOfSight(page: Document, now = () => performance.now()): () => number {
  let seen = 0;
  let since = page.hidden ? null : now();
  page.addEventListener("visibilitychange", () => {
    if (page.hidden) {
      if (since !== null) seen += now() - since;
      since = null;
    } else {
      since = now();
    }
  });
  return () => seen + (since === null ? 0 : now() - since);
}
