/**
 * `/feedback.js`: what a page of a product sends to genchi about an output it shows.
 *
 * It never throws into the page, keeps nothing in the browser, sets no cookie and makes up no
 * identifier of a person.
 */

import { add, type Event, flush, type Options, sizeOf, start } from "./queue";
import { placeOf } from "./spans";
import { watch } from "./watching";

const MOST_BYTES = 65_536;
const origin = (document.currentScript as HTMLScriptElement | null)?.src.replace(
  /\/feedback\.js.*$/,
  "",
);
let user: string | undefined;

function newId(): string {
  const numbers = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(numbers, (n) => n.toString(16).padStart(8, "0")).join("");
}

function give(span: unknown, kind: string, more?: Partial<Event>): void {
  const place = placeOf(span);
  if (place) add({ id: newId(), at_ms: Date.now(), user, ...place, kind, ...more });
}

function edited(span: unknown, original: unknown, final: unknown): void {
  const texts = { original: `${original}`, text: `${final}` };
  const kept = Math.max(sizeOf(texts.original), sizeOf(texts.text)) <= MOST_BYTES;
  if (texts.original === texts.text) give(span, "accepted");
  else give(span, "edited", kept ? texts : undefined);
}

/** What the page may call, before it is made safe. */
const calls = {
  /** Say where feedback goes and, where the application knows it, who uses the page. */
  init(options: Options = {}): void {
    user = options.user;
    start({ url: origin, ...options });
  },
  thumbs: (span: unknown, up: boolean, text?: string): void =>
    give(span, "thumbs", { value: up ? 1 : 0, text }),
  comment: (span: unknown, text: string): void => give(span, "comment", { text }),
  /** A better text; with a criterion it is a label as well. */
  correction: (span: unknown, text: string, criterion?: string): void =>
    give(span, "correction", { text, criterion }),
  /** A person has looked: good or not. With a criterion it is a label as well. */
  verified: (span: unknown, good: boolean, criterion?: string, text?: string): void =>
    give(span, "verified", { value: good ? 1 : 0, criterion, text }),
  /** What became of a draft; `accepted` where it is as it was. */
  edited,
  accepted: (span: unknown): void => give(span, "accepted"),
  ignored: (span: unknown): void => give(span, "ignored"),
  regenerated: (span: unknown): void => give(span, "regenerated"),
  copied: (span: unknown): void => give(span, "copied"),
  /** Send now what waits; settled once it was tried. */
  flush: (): Promise<void> => flush(),
};

export type Genchi = typeof calls;
type Call = (...given: unknown[]) => unknown;

const safe =
  (call: Call): Call =>
  (...given) => {
    try {
      return call(...given);
    } catch {
      return undefined; // the page goes on without
    }
  };

(window as unknown as { genchi: unknown }).genchi = Object.fromEntries(
  Object.entries(calls).map(([name, call]) => [name, safe(call as Call)]),
);
watch(give, edited);
addEventListener("pagehide", () => flush(true));
addEventListener("visibilitychange", () => flush());
