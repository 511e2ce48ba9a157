import { useCallback, useEffect, useSyncExternalStore } from "react";
import { Outbox } from "./outbox";
import { own } from "./owner";
import { senderOf } from "./server";
import { type Draft, type Kept, openShelf, type Shelf, shelfInMemory } from "./shelf";

/**
 * What this tab has at hand for reviewing an application: the outbox, and the drafts.
 *
 * It outlives the page: who goes elsewhere before everything is saved has it saved all the same. The
 * tab gives the application free when there is nothing left to send.
 */

export type DeskState =
  | { phase: "opening" }
  | { phase: "elsewhere" }
  | {
      phase: "open";
      outbox: Outbox;
      drafts: ReadonlyMap<string, Draft>;
      keepDraft: (item: string, draft: Draft | null) => void;
    };

const DRAFT_MS = 250;

class Desk {
  private state: DeskState = { phase: "opening" };
  private users = 0;
  private readonly listeners = new Set<() => void>();
  private readonly ownership;

  constructor(
    private readonly app: string,
    private readonly onEmpty: () => void,
  ) {
    this.ownership = own(app, (owned) => {
      if (owned) void this.open();
      else this.shut({ phase: "elsewhere" });
    });
  }

  get = (): DeskState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  steal(): void {
    this.ownership.steal();
  }

  enter(): void {
    this.users += 1;
  }

  leave(): void {
    this.users -= 1;
    this.leaveIfDone();
  }

  private leaveIfDone = (): void => {
    const { state } = this;
    if (this.users > 0 || (state.phase === "open" && state.outbox.get().waiting > 0)) return;
    this.shut({ phase: "opening" });
    this.ownership.release();
    this.onEmpty();
  };

  private async open(): Promise<void> {
    const { shelf, kept, keeps } = await shelfOf(this.app);
    const outbox = new Outbox(shelf, senderOf(this.app), kept, keeps);
    outbox.subscribe(this.leaveIfDone);
    const keep = lazily(shelf);
    const { drafts } = kept;
    const keepDraft = (item: string, draft: Draft | null) => {
      if (draft) drafts.set(item, draft);
      else drafts.delete(item);
      keep(item, draft);
    };
    this.publish({ phase: "open", outbox, drafts, keepDraft });
  }

  private shut(next: DeskState): void {
    if (this.state.phase === "open") this.state.outbox.close();
    this.publish(next);
  }

  private publish(state: DeskState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

async function shelfOf(app: string): Promise<{ shelf: Shelf; kept: Kept; keeps: boolean }> {
  try {
    const shelf = await openShelf(app);
    return { shelf, kept: await shelf.load(), keeps: true };
  } catch {
    // A private window may keep nothing: then what is done lasts as long as the page.
    const shelf = shelfInMemory();
    return { shelf, kept: await shelf.load(), keeps: false };
  }
}

/** Drafts are kept a moment after the last letter, and before the page goes. */
function lazily(shelf: Shelf): (item: string, draft: Draft | null) => void {
  const changed = new Map<string, Draft | null>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
    for (const [item, draft] of changed) void shelf.draft(item, draft).catch(() => undefined);
    changed.clear();
  };
  addEventListener("pagehide", keep);
  return (item, draft) => {
    changed.set(item, draft);
    timer ??= setTimeout(keep, DRAFT_MS);
  };
}

const desks = new Map<string, Desk>();

function deskOf(app: string): Desk {
  const found = desks.get(app) ?? new Desk(app, () => desks.delete(app));
  desks.set(app, found);
  return found;
}

const OPENING: DeskState = { phase: "opening" };

export function useDesk(app: string): [DeskState, () => void] {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (app === "") return () => undefined;
      const desk = deskOf(app);
      desk.enter();
      const stop = desk.subscribe(listener);
      return () => {
        stop();
        desk.leave();
      };
    },
    [app],
  );
  const state = useSyncExternalStore(subscribe, () => desks.get(app)?.get() ?? OPENING);
  return [state, () => desks.get(app)?.steal()];
}

/** Sends at once what waits when who is there changes, such as after signing in. */
export function useSendOnChange(outbox: Outbox, who: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person is the reason
  useEffect(() => outbox.now(), [outbox, who]);
}
