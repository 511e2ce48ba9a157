import { useCallback, useEffect, useSyncExternalStore } from "react";
import { setUnsent } from "@/app/unsent";
import { Outbox } from "./outbox";
import { own } from "./owner";
import { Past } from "./past";
import type { Desk as Written } from "./queue";
import { senderOf } from "./server";
import { appsWaiting, type Draft, type Kept, openShelf, type Shelf, shelfInMemory } from "./shelf";

/**
 * What this tab has at hand for reviewing an application: the outbox, and the drafts.
 *
 * It outlives the page: who goes elsewhere before everything is saved has it saved all the same, and
 * what an earlier visit left is sent wherever the app is open. The tab gives the application free when
 * there is nothing left to send.
 */

export type DeskState =
  | { phase: "opening" }
  | { phase: "elsewhere" }
  | ({ phase: "open" } & Written);

const DRAFT_MS = 250;

class Desk {
  private state: DeskState = { phase: "opening" };
  private users = 0;
  private owned = false;
  /** Something of an earlier visit waits: it is sent although nobody reviews. */
  private minding = false;
  private readonly listeners = new Set<() => void>();
  private readonly ownership;

  constructor(
    private readonly app: string,
    private readonly onEmpty: () => void,
  ) {
    this.ownership = own(app, (owned) => {
      this.owned = owned;
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

  /** Sends what waits: at once, or when the tab that has the application is closed. */
  mind(): void {
    this.minding = true;
    if (this.state.phase === "open") this.state.outbox.now();
  }

  private leaveIfDone = (): void => {
    const { state } = this;
    // While it opens it is not known yet whether there is something to send.
    if (this.users > 0 || state.phase === "opening") return;
    if (state.phase === "open" ? state.outbox.get().waiting > 0 : this.minding) return;
    this.owned = false;
    this.shut({ phase: "opening" });
    this.ownership.release();
    this.onEmpty();
  };

  private async open(): Promise<void> {
    const { shelf, kept, keeps } = await shelfOf(this.app);
    if (!this.owned) return; // another tab has taken over meanwhile
    const outbox = new Outbox(shelf, senderOf(this.app), kept, keeps);
    const tell = () => setUnsent(this.app, unsentIn(outbox));
    outbox.subscribe(tell);
    outbox.subscribe(this.leaveIfDone);
    const keep = lazily(shelf);
    const { drafts } = kept;
    const keepDraft = (item: string, draft: Draft | null) => {
      if (draft) drafts.set(item, draft);
      else drafts.delete(item);
      keep(item, draft);
    };
    const past = new Past(shelf, kept.recent);
    this.publish({ phase: "open", outbox, past, drafts, keepDraft });
    this.leaveIfDone();
  }

  private shut(next: DeskState): void {
    if (this.state.phase === "open") this.state.outbox.close();
    setUnsent(this.app, 0);
    this.publish(next);
  }

  private publish(state: DeskState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

/** How many wait although sending was tried; in between every decision waits for a moment. */
function unsentIn(outbox: Outbox): number {
  const { saving, waiting } = outbox.get();
  return saving === "offline" || saving === "signed-out" ? waiting : 0;
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

/** Sends what waits of any application, also what an earlier visit left. */
export async function sendWaiting(): Promise<void> {
  for (const app of await appsWaiting()) deskOf(app).mind();
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
