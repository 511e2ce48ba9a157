import type { Done } from "./decision";
import type { Action, LabelAction, YesNo } from "./types";

/**
 * Where this browser keeps what was done and is not saved yet.
 *
 * IndexedDB and not localStorage: a whole browser that is killed loses what localStorage took in the
 * last seconds, while a transaction that was committed in the task of the keypress is on the disk.
 * Every method begins its write before it returns.
 */

export interface Waiting {
  /** Its place in the order, over all reloads. */
  at: number;
  reviewer: string;
  action: Action;
}

export interface Refused {
  action: LabelAction;
  error: string;
}

/** What a person wrote or chose about an item and has not sent. */
export interface Draft {
  note: string;
  correction: string | null;
  failure: string | null;
  armed: boolean;
  answers: YesNo[];
}

/** A decision that can be looked at again, whether it is saved or not. */
export interface Remembered {
  reviewer: string;
  criterion: string;
  done: Done;
}

export interface Kept {
  waiting: Waiting[];
  refused: Refused[];
  drafts: Map<string, Draft>;
  /** Oldest first. */
  recent: Remembered[];
}

export interface Shelf {
  load(): Promise<Kept>;
  add(one: Waiting): Promise<void>;
  /** Takes what was sent off the shelf, and keeps what was refused so that no text is lost. */
  settle(sent: readonly Waiting[], refused: readonly Refused[]): Promise<void>;
  dismiss(actionId: string): Promise<void>;
  draft(item: string, draft: Draft | null): Promise<void>;
  remember(one: Remembered): Promise<void>;
  forget(these: readonly Remembered[]): Promise<void>;
}

const STORES = ["waiting", "refused", "drafts", "recent"] as const;
const PREFIX = "genchi-review:";
type StoreName = (typeof STORES)[number];

/** The shelf of one application. */
export async function openShelf(app: string): Promise<Shelf> {
  const database = await opened(PREFIX + app);
  const write = (run: (store: (name: StoreName) => IDBObjectStore) => void): Promise<void> => {
    const transaction = database.transaction(STORES, "readwrite");
    const ended = settled(transaction);
    run((name) => transaction.objectStore(name));
    transaction.commit();
    return ended;
  };
  return {
    load: () => loaded(database),
    add: (one) => write((store) => store("waiting").put(one, one.at)),
    settle: (sent, refused) =>
      write((store) => {
        for (const one of sent) store("waiting").delete(one.at);
        for (const one of refused) store("refused").put(one, one.action.id);
      }),
    dismiss: (actionId) => write((store) => store("refused").delete(actionId)),
    draft: (item, draft) =>
      write((store) => {
        if (draft) store("drafts").put(draft, item);
        else store("drafts").delete(item);
      }),
    remember: (one) => write((store) => store("recent").put(one, placeOf(one))),
    forget: (these) =>
      write((store) => {
        for (const one of these) store("recent").delete(placeOf(one));
      }),
  };
}

/** In the order of time, and one place for each. */
function placeOf({ done }: Remembered): [number, string] {
  return [done.at_ms, done.id];
}

/** The applications of which this browser keeps anything. */
async function shelvedApps(): Promise<string[]> {
  const names = (await indexedDB.databases()).map(({ name = "" }) => name);
  return names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}

/** The applications of which something waits to be saved. */
export async function appsWaiting(): Promise<string[]> {
  const waiting: string[] = [];
  for (const app of await shelvedApps()) {
    const database = await opened(PREFIX + app);
    const store = database.transaction("waiting").objectStore("waiting");
    if (await answered(store.count())) waiting.push(app);
    database.close();
  }
  return waiting;
}

/** Forgets the decisions that can be looked at again; what is not saved yet stays. */
export async function forgetRecent(): Promise<void> {
  for (const app of await shelvedApps()) {
    const shelf = await openShelf(app);
    await shelf.forget((await shelf.load()).recent);
  }
}

function opened(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 2);
    request.onupgradeneeded = () => {
      const there = request.result.objectStoreNames;
      for (const store of STORES) {
        if (!there.contains(store)) request.result.createObjectStore(store);
      }
    };
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => database.close(); // else a newer page would wait for ever
      resolve(database);
    };
    request.onerror = () => reject(request.error);
  });
}

function settled(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function loaded(database: IDBDatabase): Promise<Kept> {
  const transaction = database.transaction(STORES);
  const all = (name: StoreName) => answered(transaction.objectStore(name).getAll());
  const names = answered(transaction.objectStore("drafts").getAllKeys());
  const [waiting, refused, drafts, recent] = await Promise.all([
    all("waiting") as Promise<Waiting[]>,
    all("refused") as Promise<Refused[]>,
    all("drafts") as Promise<Draft[]>,
    all("recent") as Promise<Remembered[]>,
  ]);
  const items = (await names) as string[];
  return {
    recent,
    waiting, // in the order of their keys
    refused,
    drafts: new Map(drafts.map((draft, at) => [items[at] ?? "", draft])),
  };
}

/** A shelf that lasts as long as the page: for a browser that keeps nothing, and for tests. */
export function shelfInMemory(): Shelf {
  const waiting = new Map<number, Waiting>();
  const refused = new Map<string, Refused>();
  const drafts = new Map<string, Draft>();
  const recent = new Map<string, Remembered>();
  return {
    load: async () => ({
      recent: [...recent.values()],
      waiting: [...waiting.values()].sort((a, b) => a.at - b.at),
      refused: [...refused.values()],
      drafts: new Map(drafts),
    }),
    add: async (one) => void waiting.set(one.at, one),
    settle: async (sent, said) => {
      for (const one of sent) waiting.delete(one.at);
      for (const one of said) refused.set(one.action.id, one);
    },
    dismiss: async (actionId) => void refused.delete(actionId),
    draft: async (item, draft) => {
      if (draft) drafts.set(item, draft);
      else drafts.delete(item);
    },
    remember: async (one) => void recent.set(one.done.id, one),
    forget: async (these) => {
      for (const { done } of these) recent.delete(done.id);
    },
  };
}
