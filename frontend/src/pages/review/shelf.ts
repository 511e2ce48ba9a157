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

export interface Kept {
  waiting: Waiting[];
  refused: Refused[];
  drafts: Map<string, Draft>;
}

export interface Shelf {
  load(): Promise<Kept>;
  add(one: Waiting): Promise<void>;
  /** Takes what was sent off the shelf, and keeps what was refused so that no text is lost. */
  settle(sent: readonly Waiting[], refused: readonly Refused[]): Promise<void>;
  dismiss(actionId: string): Promise<void>;
  draft(item: string, draft: Draft | null): Promise<void>;
}

const STORES = ["waiting", "refused", "drafts"] as const;
type StoreName = (typeof STORES)[number];

/** The shelf of one application. */
export async function openShelf(app: string): Promise<Shelf> {
  const database = await opened(`genchi-review:${app}`);
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
  };
}

function opened(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const store of STORES) request.result.createObjectStore(store);
    };
    request.onsuccess = () => resolve(request.result);
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
  const [waiting, refused, drafts] = await Promise.all([
    all("waiting") as Promise<Waiting[]>,
    all("refused") as Promise<Refused[]>,
    all("drafts") as Promise<Draft[]>,
  ]);
  const items = (await names) as string[];
  return {
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
  return {
    load: async () => ({
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
  };
}
