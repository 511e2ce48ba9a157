import { actionOf, type Done, isDecision, itemsDecided, markOf, targetOf } from "./decision";
import { Drafts, EMPTY } from "./drafts";
import { newId, type Outbox, type SendError } from "./outbox";
import type { Past } from "./past";
import type { Draft } from "./shelf";
import { type QueueServer, Supply } from "./supply";
import type { ActionResult, Ask, Item, LabelTarget, Progress, QueueAnswer } from "./types";

/**
 * What is looked at next, what was decided, and the way back.
 *
 * Items are fetched ahead, so that a key never waits for the server. A decision becomes an action in
 * the outbox before the next item is shown. Taking it back is another action, and brings the item
 * back with everything that was written about it. Knows nothing of any framework.
 */

export interface QueueState {
  item: Item | undefined;
  /** What stands behind the item: rendered in advance, so that it appears at once. */
  next: Item | undefined;
  draft: Draft;
  /** The decision that is being looked at again, when one is. */
  looking: Done | undefined;
  done: readonly Done[];
  /** Marks of sentences and passages of the item, by the place they are about. */
  marks: ReadonlyMap<string, number>;
  /** Whether what checks and others said is shown. */
  unblinded: boolean;
  progress: Progress | undefined;
  plan: QueueAnswer["plan"];
  ended: boolean;
  error: SendError | undefined;
}

export interface Circumstances {
  now: () => number;
  /** Milliseconds in which the page was seen, so that a lunch is not a slow decision. */
  seen: () => number;
  id: () => string;
}

/** What a queue writes to: it all outlives the queue. */
export interface Desk {
  outbox: Outbox;
  past: Past;
  drafts: ReadonlyMap<string, Draft>;
  keepDraft: (item: string, draft: Draft | null) => void;
}

export class Queue {
  private readonly supply: Supply;
  private done: readonly Done[];
  /** Decided before this queue began: the server tells by itself which of them it knows. */
  private readonly earlier: ReadonlySet<string>;
  private looking: string | undefined;
  private readonly drafts: Drafts;
  private readonly outbox: Outbox;
  private readonly past: Past;
  /** Items about which more was shown than the item itself. */
  private readonly exposed: Set<string>;
  private unblinded = false;
  private since: number;
  private state: QueueState;
  private readonly listeners = new Set<() => void>();
  private readonly stopListening: () => void;

  constructor(
    readonly ask: Ask,
    server: QueueServer,
    { outbox, past, drafts, keepDraft }: Desk,
    private readonly around: Circumstances = usual(),
  ) {
    this.outbox = outbox;
    this.past = past;
    this.drafts = new Drafts(ask.criterion, drafts, keepDraft);
    this.done = past.of(ask);
    this.earlier = new Set(this.done.map(({ id }) => id));
    this.exposed = new Set(this.done.flatMap(({ blind, item }) => (blind ? [] : [item.id])));
    this.since = around.seen();
    this.supply = new Supply(ask, server, {
      unsaved: () => itemsDecided(outbox.labels(), ask.criterion),
      isDone: this.isDone,
      onArrival: this.arrived,
    });
    this.state = this.current();
    this.stopListening = outbox.whenAnswered(this.answered);
    this.supply.fill();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get = (): QueueState => this.state;

  /** Leaves the queue: others may have what was not decided. */
  close(): void {
    this.stopListening();
    this.supply.close();
  }

  /** Others may have what was not decided, for the page may be going. */
  release(): void {
    this.supply.release();
  }

  /** Decides about the item and shows the next one. */
  decide(value: number | null, change: Partial<Draft> = {}): void {
    const { item, draft, looking } = this.state;
    if (!item) return;
    const decided = { ...draft, ...change, armed: value === 0 && this.ask.mode === "single" };
    const one = this.label(item, targetOf(item), value, decided);
    if (looking) {
      this.tellUndone(looking);
      this.done = this.done.map((other) => (other.id === looking.id ? one : other));
      this.looking = undefined;
    } else {
      this.supply.takeFirst();
      this.done = [...this.done, one];
    }
    this.tell(one);
    this.drafts.drop(item.id);
    this.begin();
  }

  /** Says something of a sentence or a passage of the item; the same again takes it back. */
  mark(target: Omit<LabelTarget, "trace_id" | "span_id">, value: number): void {
    const { item } = this.state;
    if (!item) return;
    const before = this.done.find((one) => {
      return one.item.id === item.id && !isDecision(one) && markOf(one.target) === markOf(target);
    });
    if (before) this.takeBack(before);
    if (before?.value !== value) {
      const one = this.label(item, { ...item.key, ...target }, value, EMPTY);
      this.done = [...this.done, one];
      this.tell(one);
    }
    this.publish();
  }

  /** Takes back what is being looked at, else the last thing; its item comes back as it was. */
  undo(): Done | undefined {
    const one = this.state.looking ?? this.done.at(-1);
    if (!one) return undefined;
    this.takeBack(one);
    this.looking = undefined;
    if (isDecision(one)) {
      this.supply.putBack(one.item);
      this.drafts.set(one.item.id, one.draft);
      this.begin();
    } else {
      this.publish();
    }
    return one;
  }

  /** Shows a decision again without changing it; undefined goes back to where one was. */
  look(id: string | undefined): void {
    const before = this.state.looking;
    if (before) this.drafts.drop(before.item.id);
    const one = this.done.find((other) => other.id === id && isDecision(other));
    this.looking = one?.id;
    if (one) this.drafts.set(one.item.id, one.draft);
    this.begin();
  }

  /** Changes what is being written or chosen about the item. */
  change(change: Partial<Draft>): void {
    const { item, draft } = this.state;
    if (!item) return;
    this.drafts.set(item.id, { ...draft, ...change });
    this.publish();
  }

  /** What others said is shown from now on, or hidden again. */
  setUnblinded(unblinded: boolean): void {
    this.unblinded = unblinded;
    this.expose();
    this.publish();
  }

  /** Fetches more although the queue had ended or the goal is reached. */
  more(): void {
    this.supply.more();
    this.publish();
  }

  private takeBack(one: Done): void {
    this.tellUndone(one);
    this.done = this.done.filter((other) => other.id !== one.id);
  }

  private tell(one: Done): void {
    this.outbox.add(this.ask.reviewer, actionOf(one, this.ask.criterion));
    this.past.add(this.ask, one);
  }

  private tellUndone(one: Done): void {
    const { id, now } = this.around;
    this.outbox.add(this.ask.reviewer, { id: id(), kind: "undo", at_ms: now(), of: one.id });
    this.past.remove(one.id);
  }

  private label(item: Item, target: LabelTarget, value: number | null, draft: Draft): Done {
    const { id, now, seen } = this.around;
    return {
      id: id(),
      item,
      target,
      value,
      draft,
      blind: !this.exposed.has(item.id),
      ms: Math.round(seen() - this.since),
      at_ms: now(),
      also: [],
    };
  }

  /** Another item stands there now. */
  private begin(): void {
    this.since = this.around.seen();
    this.expose();
    this.publish();
    this.supply.fill();
  }

  private expose(): void {
    const shown = this.done.find(({ id }) => id === this.looking)?.item;
    const item = shown ?? (this.unblinded ? this.supply.items[0] : undefined);
    if (item) this.exposed.add(item.id);
  }

  private answered = (results: readonly ActionResult[]): void => {
    const also = new Map(results.flatMap((one) => (one.also.length ? [[one.id, one.also]] : [])));
    if (also.size) {
      this.done = this.done.map((one) => this.withOthers(one, also.get(one.id)));
      this.publish();
    }
    this.supply.fill();
  };

  private withOthers(one: Done, also: readonly string[] | undefined): Done {
    if (!also) return one;
    const told = { ...one, also };
    this.past.add(this.ask, told);
    return told;
  }

  private isDone = (id: string): boolean => {
    return this.done.some((one) => {
      return one.item.id === id && isDecision(one) && !this.earlier.has(one.id);
    });
  };

  private arrived = (first: boolean): void => {
    if (first && !this.looking) {
      this.since = this.around.seen();
      this.expose();
    }
    this.publish();
  };

  private current(): QueueState {
    const looking = this.done.find(({ id }) => id === this.looking);
    const item = looking?.item ?? this.supply.items[0];
    const about = this.done.filter((one) => one.item.id === item?.id && !isDecision(one));
    return {
      item,
      next: looking ? this.supply.items[0] : this.supply.items[1],
      draft: item ? this.drafts.of(item.id) : EMPTY,
      looking,
      done: this.done,
      marks: new Map(about.map(({ target, value }) => [markOf(target), value ?? 0])),
      unblinded: this.unblinded || looking !== undefined,
      progress: this.supply.progress,
      plan: this.supply.plan,
      ended: this.supply.ended,
      error: this.supply.error,
    };
  }

  private publish(): void {
    this.state = this.current();
    for (const listener of this.listeners) listener();
  }
}

function usual(): Circumstances {
  return { now: Date.now, seen: () => performance.now(), id: newId };
}
