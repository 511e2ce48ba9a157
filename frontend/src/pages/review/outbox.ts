import type { Refused, Shelf, Waiting } from "./shelf";
import type { Action, ActionResult, LabelAction } from "./types";

/**
 * What a person did, on its way to the server: one line of actions, in the order they were done.
 *
 * An undo is an action behind its label, so it can neither overtake it nor lose against it. What is
 * sent stays on the shelf until the server answered; after a crash it is sent again, and the server
 * knows an action that it has seen.
 */

/** Thrown by `send`: the status of the answer, 0 where there was none. */
export interface SendError {
  status: number;
  message: string;
}

export type Send = (reviewer: string, actions: Action[]) => Promise<ActionResult[]>;

export type Saving = "saved" | "saving" | "offline" | "signed-out";

export interface OutboxState {
  saving: Saving;
  waiting: number;
  /** The browser would not keep something: it is lost when the page closes before it is saved. */
  unkept: boolean;
  refused: readonly Refused[];
}

const MOST_ACTIONS = 200;
const MOST_CHARACTERS = 1_000_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export class Outbox {
  private waiting: Waiting[];
  private refused: readonly Refused[];
  private last: number;
  private sending = false;
  private closed = false;
  private failures = 0;
  private alone = false;
  private unkept = false;
  private saving: Saving;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private state: OutboxState;
  private readonly listeners = new Set<() => void>();
  private readonly onResults = new Set<(results: readonly ActionResult[]) => void>();

  constructor(
    private readonly shelf: Shelf,
    private readonly send: Send,
    kept: { waiting: Waiting[]; refused: Refused[] },
    keeps = true,
  ) {
    this.waiting = kept.waiting;
    this.refused = kept.refused;
    this.last = kept.waiting.at(-1)?.at ?? 0;
    this.saving = kept.waiting.length ? "saving" : "saved";
    this.unkept = !keeps;
    this.state = this.current();
    if (typeof addEventListener === "function") addEventListener("online", this.now);
    this.soon(0);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get = (): OutboxState => this.state;

  /** Called with every answer of the server, in order. */
  whenAnswered(listener: (results: readonly ActionResult[]) => void): () => void {
    this.onResults.add(listener);
    return () => this.onResults.delete(listener);
  }

  /** The labels that are not saved yet. */
  labels(): LabelAction[] {
    return this.waiting.flatMap(({ action }) => (action.kind === "label" ? [action] : []));
  }

  /** Keeps an action and sends it when its turn comes. */
  add(reviewer: string, action: Action): void {
    this.last = Math.max(this.last + 1, action.at_ms * 1000);
    const one = { at: this.last, reviewer, action };
    this.waiting.push(one);
    this.shelf.add(one).catch(() => {
      this.unkept = true;
      this.publish();
    });
    if (this.saving === "saved") this.saving = "saving";
    this.publish();
    if (this.failures === 0) this.soon(0);
  }

  /** Sends at once what waits: the network is back, or a person signed in. */
  now = (): void => {
    this.failures = 0;
    this.soon(0);
  };

  dismiss(actionId: string): void {
    this.refused = this.refused.filter((one) => one.action.id !== actionId);
    void this.shelf.dismiss(actionId).catch(() => undefined);
    this.publish();
  }

  /** Nothing is sent from here any more: another tab has taken over, or the page goes. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    if (typeof removeEventListener === "function") removeEventListener("online", this.now);
  }

  private soon(ms: number): void {
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => void this.sendNext(), ms);
  }

  private async sendNext(): Promise<void> {
    if (this.sending || this.closed || this.waiting.length === 0) return;
    const batch = this.nextBatch();
    this.sending = true;
    try {
      const results = await this.send(
        batch[0]?.reviewer ?? "",
        batch.map(({ action }) => action),
      );
      this.settle(batch, results);
    } catch (error) {
      this.failed(batch, error as SendError);
    }
    this.sending = false;
    this.publish();
    if (this.failures === 0 && this.waiting.length) this.soon(0);
  }

  /** The first actions of one person; only the first after a batch was refused as a whole. */
  private nextBatch(): Waiting[] {
    const reviewer = this.waiting[0]?.reviewer;
    const batch: Waiting[] = [];
    let characters = 0;
    for (const one of this.waiting) {
      if (one.reviewer !== reviewer || batch.length === (this.alone ? 1 : MOST_ACTIONS)) break;
      characters += JSON.stringify(one.action).length;
      if (batch.length && characters > MOST_CHARACTERS) break;
      batch.push(one);
    }
    return batch;
  }

  private settle(batch: readonly Waiting[], results: readonly ActionResult[]): void {
    const refused = results.flatMap((result): Refused[] => {
      const action = batch.find((one) => one.action.id === result.id)?.action;
      if (result.outcome !== "refused" || action?.kind !== "label") return [];
      return [{ action, error: result.error ?? "" }];
    });
    this.takeOff(batch, refused);
    for (const listener of this.onResults) listener(results);
  }

  private takeOff(batch: readonly Waiting[], refused: readonly Refused[]): void {
    this.waiting = this.waiting.slice(batch.length);
    this.refused = [...this.refused, ...refused];
    // Not awaited: if it fails, the actions are sent again some day, and the server knows them.
    void this.shelf.settle(batch, refused).catch(() => undefined);
    this.failures = 0;
    this.alone = this.alone && this.waiting.length > 0;
    this.saving = this.waiting.length ? "saving" : "saved";
  }

  private failed(batch: readonly Waiting[], { status = 0, message }: SendError): void {
    const passing = status === 0 || status >= 500 || status === 408 || status === 429;
    if (!passing && status !== 401 && status !== 403) {
      this.refuse(batch, message);
      return;
    }
    this.failures += 1;
    this.saving = passing ? "offline" : "signed-out";
    this.soon(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.failures - 1)));
  }

  /** The server takes none of a batch: one at a time then finds the one that it means. */
  private refuse(batch: readonly Waiting[], error: string): void {
    if (batch.length > 1) {
      this.alone = true;
      return;
    }
    const actions = batch.map(({ action }) => action);
    const labels = actions.flatMap((action) => (action.kind === "label" ? [action] : []));
    this.takeOff(
      batch,
      labels.map((action) => ({ action, error })),
    );
    const results = actions.map(({ id }): ActionResult => {
      return { id, outcome: "refused", also: [], error };
    });
    for (const listener of this.onResults) listener(results);
  }

  private current(): OutboxState {
    const { saving, unkept, refused } = this;
    return { saving, waiting: this.waiting.length, unkept, refused };
  }

  private publish(): void {
    this.state = this.current();
    for (const listener of this.listeners) listener();
  }
}

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

/** An id of 20 characters: works without a secure context, which `randomUUID` needs. */
export function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(20));
  return [...random].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
}
