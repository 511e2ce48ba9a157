/**
 * Events on their way to the server: kept in memory, sent in order, sent again until answered.
 *
 * An event has an id of its own, so sending it twice stores it once. Nothing is written to the
 * browser's storage: what could not be sent before the page is gone is lost.
 */

export interface Options {
  /** Where the genchi server is; without it, where this file came from. */
  url?: string;
  /** A key made with `genchi keys add --feedback`, for a server that other machines reach. */
  key?: string;
  app?: string;
  /** Who uses the page, as the application names people. Without it feedback names nobody. */
  user?: string;
}

export interface Event {
  id: string;
  at_ms: number;
  trace_id: string;
  span_id: string;
  kind: string;
  [field: string]: string | number | null | undefined;
}

/** Browsers let requests that outlive their page carry 64 KiB in all: so two of these may be out. */
const MOST_BYTES = 30_000;
const MOST_EVENTS = 100;
const MOST_WAITING = 1000;
const SOON_MS = 100;
const LONGEST_MS = 60_000;

let options: Options | undefined;
let waiting: Event[] = [];
let sending = 0;
/** How many of the first events are sent one by one, to find out which of them is wrong. */
let alone = 0;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Begin to send. Feedback that was given before is sent now. */
export function start(given: Options): void {
  options = given;
  later(0);
}

export function add(event: Event): void {
  waiting.push(event);
  // Those on their way stay: their answer takes them off the front.
  if (waiting.length > MOST_WAITING) waiting.splice(sending, 1);
  if (!failures) later(SOON_MS);
}

export const sizeOf = (text: string): number => new Blob([text]).size;

/** Send what waits. `leaving`: the page goes away, so do not wait for answers. */
export async function flush(leaving = false): Promise<void> {
  if (!options) return;
  if (leaving) {
    for (let rest = waiting.slice(sending); rest.length; ) {
      const batch = batchOf(rest);
      rest = rest.slice(batch.length);
      post(batch).catch(() => {}); // still waiting here, should the page come back
    }
    return;
  }
  while (waiting.length && !sending) {
    const batch = batchOf(waiting);
    sending = batch.length;
    const wait = await outcome(batch);
    sending = 0;
    if (wait) return later(wait);
  }
}

function later(ms: number): void {
  clearTimeout(timer);
  timer = setTimeout(flush, ms);
}

function batchOf(events: Event[]): Event[] {
  const batch: Event[] = [];
  let bytes = 0;
  for (const event of events.slice(0, alone ? 1 : MOST_EVENTS)) {
    bytes += sizeOf(JSON.stringify(event));
    if (batch.length && bytes > MOST_BYTES) break;
    batch.push(event);
  }
  return batch;
}

/** How long to wait before the next attempt; 0 where these events are done with. */
async function outcome(batch: Event[]): Promise<number> {
  let status = 500; // what the server says while it is away
  let pause = 0;
  try {
    const answer = await post(batch);
    status = answer.status;
    pause = Number(answer.headers.get("retry-after")) * 1000;
    if (status >= 400) console.warn("genchi:", await answer.text());
  } catch {
    // tried again
  }
  if (status >= 500 || status === 408 || status === 429) {
    return Math.max(pause, Math.min(LONGEST_MS, 1000 * 2 ** failures++));
  }
  failures = 0;
  if (status === 400 && batch.length > 1) {
    alone = batch.length;
    return 0;
  }
  alone = Math.max(0, alone - 1);
  waiting = waiting.slice(batch.length);
  return 0;
}

async function post(events: Event[]): Promise<Response> {
  const { url = "", key, app } = options as Options;
  const body = JSON.stringify({ app, events });
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (key) headers.authorization = `Bearer ${key}`;
  return fetch(`${url.replace(/\/+$/, "")}/api/feedback`, {
    method: "POST",
    headers,
    body,
    keepalive: sizeOf(body) <= 2 * MOST_BYTES,
    credentials: "omit",
  });
}
