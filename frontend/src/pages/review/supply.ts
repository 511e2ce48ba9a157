import type { SendError } from "./outbox";
import type { Ask, Item, Progress, QueueAnswer } from "./types";

/**
 * The items that come next: fetched ahead, so that a key never waits for the server, and leased, so
 * that two people are not given the same. How much is held is limited in number and in text.
 */

export interface QueueServer {
  fetch(ask: Ask, limit: number, have: string[]): Promise<QueueAnswer>;
  /** Gives leases back; also while the page goes away. */
  release(ask: Ask, ids: string[]): void;
}

/** What the supply asks of whoever uses it. */
export interface Consumer {
  /** Items that were decided and that the server may not know of yet. */
  unsaved(): string[];
  isDone(id: string): boolean;
  onArrival(first: boolean): void;
}

/** More are fetched when there are no more than this: a page in hand and one on its way. */
const AHEAD = 24;
const PAGE = 24;
const MOST_CHARACTERS = 4_000_000;
/** More ids the server does not take; the last ones are those it could not know of. */
const MOST_HELD = 200;
const RETRY_MS = [1500, 3000, 6000, 12_000];
const NOTHING_NEW_MS = 4000;

export class Supply {
  items: readonly Item[] = [];
  progress: Progress | undefined;
  plan: QueueAnswer["plan"] = null;
  ended = false;
  error: SendError | undefined;
  private fetching = false;
  private closed = false;
  private failures = 0;
  private sizes = { items: 0, characters: 0 };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private renewal: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ask: Ask,
    private readonly server: QueueServer,
    private readonly consumer: Consumer,
  ) {}

  /** Takes the first item out: it is decided. */
  takeFirst(): void {
    this.items = this.items.slice(1);
    this.count(1);
  }

  /** Puts an item back before the others: its decision was taken back. */
  putBack(item: Item): void {
    this.items = [item, ...this.items];
    this.count(-1);
  }

  /** Fetches although there seemed to be nothing more, or the server would not give any. */
  more(): void {
    this.ended = false;
    this.error = undefined;
    this.failures = 0;
    this.fill();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.renewal);
    this.release(this.items);
  }

  release(items: readonly Item[] = this.items): void {
    const ids = items.map(({ id }) => id);
    if (ids.length) this.server.release(this.ask, ids);
  }

  /** Fetches what is missing; quick to call, and does nothing while enough is there. */
  fill(): void {
    if (!this.closed && !this.ended && !this.error && this.wanted() > 0) {
      void this.fetchMore(this.wanted());
    }
  }

  private count(step: number): void {
    if (!this.progress) return;
    const { done_today, goal, waiting } = this.progress;
    this.progress = {
      goal,
      done_today: Math.max(0, done_today + step),
      waiting: Math.max(0, waiting - step),
    };
  }

  /** How many to ask for: a page, but never more text than the page should hold. */
  private wanted(): number {
    const held = this.items.reduce((sum, item) => sum + sizeOf(item), 0);
    if (this.items.length > AHEAD || (this.items.length > 1 && held > MOST_CHARACTERS / 2)) {
      return 0;
    }
    const each = this.sizes.items ? this.sizes.characters / this.sizes.items : 0;
    const room = each ? Math.floor((MOST_CHARACTERS - held) / each) : PAGE;
    return Math.max(1, Math.min(PAGE, room));
  }

  private async fetchMore(limit: number): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    const unsaved = this.consumer.unsaved();
    const have = [...new Set([...unsaved, ...this.items.map(({ id }) => id)])].slice(-MOST_HELD);
    const first = this.items.length === 0;
    let fresh = 0;
    try {
      const answer = await this.server.fetch(this.ask, limit, have);
      if (this.closed) this.release(answer.items);
      else fresh = this.take(answer, unsaved.length);
    } catch (error) {
      this.failed(error as SendError);
    }
    this.fetching = false;
    if (this.closed) return;
    this.consumer.onArrival(first);
    if (fresh) this.fill();
  }

  private take(answer: QueueAnswer, unsaved: number): number {
    const held = new Set(this.items.map(({ id }) => id));
    const fresh = answer.items.filter(({ id }) => !held.has(id) && !this.consumer.isDone(id));
    this.items = [...this.items, ...fresh];
    this.sizes.items += fresh.length;
    this.sizes.characters += fresh.reduce((sum, item) => sum + sizeOf(item), 0);
    const { done_today, ...rest } = answer.progress;
    this.progress ??= { ...rest, done_today: done_today + unsaved };
    this.plan = answer.plan ?? this.plan;
    this.failures = 0;
    this.ended = answer.ended;
    this.renewAfter(answer.lease_seconds);
    // What came was known already: the server has yet to hear of it. Not again at once.
    if (!fresh.length && !answer.ended) this.again(NOTHING_NEW_MS);
    return fresh.length;
  }

  private failed(error: SendError): void {
    const { status } = error;
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      this.error = error;
      return;
    }
    this.again(RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? 0);
    this.failures += 1;
  }

  private again(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fill(), ms);
  }

  /** Asking again, even for one, renews the leases of what is held. */
  private renewAfter(seconds: number): void {
    clearTimeout(this.renewal);
    const renew = () => {
      if (!this.closed && this.items.length) void this.fetchMore(1);
    };
    this.renewal = setTimeout(renew, (seconds * 1000) / 2);
  }
}

function sizeOf(item: Item): number {
  const of = (view: Item["view"] | null) => {
    if (!view) return 0;
    const texts = view.passages.reduce((sum, passage) => sum + passage.text.length, 0);
    return texts + 2 * view.output_text.length + view.asked.length + (view.system?.length ?? 0);
  };
  return 2000 + of(item.view) + of(item.other_view);
}
