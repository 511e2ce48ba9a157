import { newId, type Outbox, type SendError } from "./outbox";
import type { Draft } from "./shelf";
import { type QueueServer, Supply } from "./supply";
import type {
  ActionResult,
  Ask,
  Item,
  LabelAction,
  LabelTarget,
  Progress,
  QueueAnswer,
} from "./types";

/**
 * What is looked at next, what was decided, and the way back.
 *
 * Items are fetched ahead, so that a key never waits for the server. A decision becomes an action in
 * the outbox before the next item is shown. Taking it back is another action, and brings the item
 * back with everything that was written about it. Knows nothing of any framework.
 */

/** Something that was decided in this session, and can be looked at again and taken back. */
export interface Done {
  id: string;
  item: Item;
  target: LabelTarget;
  value: number | null;
  draft: Draft;
  blind: boolean;
  ms: number;
  at_ms: number;
  /** Others who hold or have labelled the same output, once the server said so. */
  also: readonly string[];
}

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

export const EMPTY: Draft = {
  note: "",
  correction: null,
  failure: null,
  armed: false,
  answers: [],
};

export function markOf(target: Pick<LabelTarget, "kind" | "start" | "end" | "passage">): string {
  return target.kind === "passage"
    ? `passage ${target.passage}`
    : `piece ${target.start} ${target.end}`;
}

function isDecision({ target }: { target: LabelTarget }): boolean {
  return target.kind === "output" || target.kind === "preference";
}

export class Queue {
  private readonly supply: Supply;
  private done: readonly Done[] = [];
  private looking: string | undefined;
  private readonly drafts: Map<string, Draft>;
  /** Items about which more was shown than the item itself. */
  private readonly exposed = new Set<string>();
  private unblinded = false;
  private since: number;
  private state: QueueState;
  private readonly listeners = new Set<() => void>();
  private readonly stopListening: () => void;

  constructor(
    readonly ask: Ask,
    server: QueueServer,
    private readonly outbox: Outbox,
    private readonly keepDraft: (item: string, draft: Draft | null) => void,
    drafts: ReadonlyMap<string, Draft>,
    private readonly around: Circumstances = usual(),
  ) {
    this.drafts = new Map(drafts);
    this.since = around.seen();
    this.supply = new Supply(ask, server, {
      unsaved: () => this.unsaved(),
      isDone: (id) => this.done.some((one) => one.item.id === id && isDecision(one)),
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
    const one = this.label(item, this.targetOf(item), value, decided);
    if (looking) {
      this.undoAction(looking);
      this.done = this.done.map((other) => (other.id === looking.id ? one : other));
      this.looking = undefined;
    } else {
      this.supply.takeFirst();
      this.done = [...this.done, one];
    }
    this.outbox.add(this.ask.reviewer, this.actionOf(one));
    this.setDraft(item.id, null);
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
      this.outbox.add(this.ask.reviewer, this.actionOf(one));
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
      this.setDraft(one.item.id, one.draft);
      this.begin();
    } else {
      this.publish();
    }
    return one;
  }

  /** Shows a decision again without changing it; undefined goes back to where one was. */
  look(id: string | undefined): void {
    const before = this.state.looking;
    if (before) this.setDraft(before.item.id, null);
    const one = this.done.find((other) => other.id === id && isDecision(other));
    this.looking = one?.id;
    if (one) this.setDraft(one.item.id, one.draft);
    this.begin();
  }

  /** Changes what is being written or chosen about the item. */
  change(change: Partial<Draft>): void {
    const { item, draft } = this.state;
    if (!item) return;
    this.setDraft(item.id, { ...draft, ...change });
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
    this.undoAction(one);
    this.done = this.done.filter((other) => other.id !== one.id);
  }

  private undoAction(one: Done): void {
    const { id, now } = this.around;
    this.outbox.add(this.ask.reviewer, { id: id(), kind: "undo", at_ms: now(), of: one.id });
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

  private targetOf(item: Item): LabelTarget {
    return item.other
      ? { kind: "preference", ...item.key, other: item.other }
      : { kind: "output", ...item.key };
  }

  private actionOf(one: Done): LabelAction {
    const { item, draft, value } = one;
    const bad = value === 0 && one.target.kind === "output";
    return {
      id: one.id,
      kind: "label",
      at_ms: one.at_ms,
      criterion: this.ask.criterion,
      target: { start: null, end: null, passage: null, other: null, ...one.target },
      value,
      failure: bad ? draft.failure : null,
      reason: draft.note.trim(),
      correction: bad ? draft.correction : null,
      blind: one.blind,
      why: item.why,
      inclusion: item.inclusion,
      ms: one.ms,
      side: one.target.kind === "preference" ? (item.flip ? "left" : "right") : null,
      answers: one.target.kind === "output" ? draft.answers : [],
    };
  }

  /** Drafts are those of an item and a criterion: another criterion asks another thing of it. */
  private draftName(item: string): string {
    return `${this.ask.criterion} ${item}`;
  }

  private setDraft(item: string, draft: Draft | null): void {
    const name = this.draftName(item);
    if (draft) this.drafts.set(name, draft);
    else if (!this.drafts.delete(name)) return;
    this.keepDraft(name, draft);
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
      this.done = this.done.map((one) => ({ ...one, also: also.get(one.id) ?? one.also }));
      this.publish();
    }
    this.supply.fill();
  };

  /** Items of this queue that were decided here and that the server may not know of yet. */
  private unsaved(): string[] {
    return this.outbox.labels().flatMap(({ criterion, target }) => {
      if (criterion !== this.ask.criterion) return [];
      const other = target.other ? `~${target.other.trace_id}.${target.other.span_id}` : "";
      return isDecision({ target }) ? [`${target.trace_id}.${target.span_id}${other}`] : [];
    });
  }

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
      draft: (item && this.drafts.get(this.draftName(item.id))) ?? EMPTY,
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

/** Decisions of a session, without the marks of sentences and passages. */
export function decisions(done: readonly Done[]): Done[] {
  return done.filter(isDecision);
}
