import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EMPTY } from "./drafts";
import { Outbox, type SendError } from "./outbox";
import { minutesLeft } from "./pace";
import { MOST_REMEMBERED, Past } from "./past";
import { Queue } from "./queue";
import { type Draft, type Shelf, shelfInMemory } from "./shelf";
import type { Action, ActionResult, Ask, Item, QueueAnswer, View } from "./types";

/** The real queue, outbox and shelf, before a server that is played. */

const ASK: Ask = {
  app: "shop",
  criterion: "helpful",
  reviewer: "mei",
  mode: "single",
  source: "recipe",
  filter: "",
};

class PlayedServer {
  away = false;
  refuses: ((action: Action) => boolean) | undefined;
  refusesBatches = false;
  asked: { limit: number; have: string[] }[] = [];
  released: string[] = [];
  received: Action[] = [];
  batches: number[] = [];
  labels = new Map<string, Action>();
  private undone = new Set<string>();
  private known = new Set<string>();
  hold: Promise<void> | undefined;
  textLength = 20;

  constructor(private readonly items: number) {}

  fetch = async (_ask: Ask, limit: number, have: string[]): Promise<QueueAnswer> => {
    if (this.away) throw { status: 0, message: "away" } satisfies SendError;
    this.asked.push({ limit, have });
    const labelled = new Set(
      [...this.labels.values()].flatMap((one) =>
        one.kind === "label" ? [`${one.target.trace_id}.${one.target.span_id}`] : [],
      ),
    );
    const free = Array.from({ length: this.items }, (_, at) => item(at, this.textLength)).filter(
      ({ id }) => !have.includes(id) && !labelled.has(id),
    );
    return {
      items: free.slice(0, limit),
      progress: { done_today: labelled.size, goal: 20, waiting: free.length },
      ended: free.length <= limit,
      lease_seconds: 300,
      plan: null,
    };
  };

  release = (_ask: Ask, ids: string[]): void => void this.released.push(...ids);

  send = async (_reviewer: string, actions: Action[]): Promise<ActionResult[]> => {
    await this.hold;
    if (this.away) throw { status: 0, message: "away" } satisfies SendError;
    this.batches.push(actions.length);
    const bad = this.refuses && actions.some(this.refuses);
    if (bad && this.refusesBatches) throw { status: 400, message: "what is this?" };
    return actions.map((action) => this.apply(action));
  };

  private apply(action: Action): ActionResult {
    const result = (outcome: ActionResult["outcome"], error: string | null = null) => {
      return { id: action.id, outcome, also: [], error };
    };
    if (this.known.has(action.id)) return result("known");
    if (this.refuses?.(action)) return result("refused", "it was forgotten");
    this.known.add(action.id);
    this.received.push(action);
    if (action.kind === "label") {
      if (this.undone.has(action.id)) return result("undone");
      this.labels.set(action.id, action);
      return result("stored");
    }
    this.undone.add(action.of);
    return result(this.labels.delete(action.of) ? "undone" : "nothing");
  }
}

function item(at: number, length = 20): Item {
  const id = `t${at}.s`;
  const view = {
    asked: "?",
    system: null,
    passages: [],
    output_text: "x".repeat(length),
  } as unknown as View;
  return {
    id,
    key: { trace_id: `t${at}`, span_id: "s" },
    other: null,
    why: "random",
    inclusion: 0.5,
    flip: false,
    view,
    other_view: null,
  };
}

let outboxes: Outbox[] = [];
let now = 1_700_000_000_000;

function open(server: PlayedServer, shelf: Shelf, waiting: Action[] = []): Outbox {
  const kept = waiting.map((action, at) => ({ at: at + 1, reviewer: "mei", action }));
  const outbox = new Outbox(shelf, server.send, { waiting: kept, refused: [] });
  outboxes.push(outbox);
  return outbox;
}

function start(
  server: PlayedServer,
  shelf = shelfInMemory(),
  ask = ASK,
  outbox?: Outbox,
  past = new Past(shelf, [], now),
) {
  const box = outbox ?? open(server, shelf);
  const around = { now: () => now++, seen: () => now, id: () => `action-${now++}` };
  const keepDraft = (id: string, draft: Draft | null) => void shelf.draft(id, draft);
  const desk = { outbox: box, past, drafts: new Map(), keepDraft };
  const queue = new Queue(ask, server, desk, around);
  return { queue, outbox: box, shelf };
}

const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  for (const one of outboxes) one.close();
  outboxes = [];
  vi.useRealTimers();
});

test("a decision shows the next item before anything was sent", async () => {
  const server = new PlayedServer(40);
  const { queue, outbox } = start(server);
  await pass();
  queue.decide(1);
  expect(queue.get().item?.id).toBe("t1.s");
  expect(server.received).toEqual([]);
  expect(outbox.get()).toMatchObject({ saving: "saving", waiting: 1 });
  await pass();
  expect(server.received).toHaveLength(1);
  expect(outbox.get().saving).toBe("saved");
});

test("an undo goes behind its label although the label is on its way", async () => {
  const server = new PlayedServer(40);
  const { queue } = start(server);
  await pass();
  let arrive = () => {};
  server.hold = new Promise((resolve) => {
    arrive = resolve;
  });
  queue.decide(1);
  await pass();
  queue.undo();
  arrive();
  await pass();
  expect(server.received.map(({ kind }) => kind)).toEqual(["label", "undo"]);
  expect(server.labels.size).toBe(0);
});

test("an undo of a label that was never sent goes the same way", async () => {
  const server = new PlayedServer(40);
  const { queue, outbox } = start(server);
  await pass();
  server.away = true;
  queue.decide(1);
  queue.undo();
  await pass(100);
  expect(outbox.get()).toMatchObject({ saving: "offline", waiting: 2 });
  server.away = false;
  await pass(1000);
  expect(server.received.map(({ kind }) => kind)).toEqual(["label", "undo"]);
  expect(server.labels.size).toBe(0);
});

test("undo at any depth brings back reason, note, correction and answers", async () => {
  const { queue } = start(new PlayedServer(40));
  await pass();
  const written = { note: "no", correction: "yes", failure: "tone", answers: ["yes" as const] };
  queue.change(written);
  queue.decide(0);
  for (let n = 0; n < 9; n += 1) queue.decide(1);
  for (let n = 0; n < 10; n += 1) queue.undo();
  expect(queue.get().item?.id).toBe("t0.s");
  expect(queue.get().draft).toEqual({ ...written, armed: true });
  expect(queue.get().progress?.done_today).toBe(0);
});

test("two hundred labels made without a network arrive in order, with their undos", async () => {
  const server = new PlayedServer(400);
  const { queue, outbox } = start(server);
  await pass();
  server.away = true;
  const made: string[] = [];
  for (let n = 0; n < 24; n += 1) queue.decide(1);
  for (let n = 0; n < 180; n += 1) {
    queue.undo();
    queue.decide(0, { note: String(n) });
  }
  made.push(...queue.get().done.map(({ id }) => id));
  expect(outbox.get().waiting).toBe(24 + 360);
  server.away = false;
  await pass(60_000);
  expect(server.batches.every((n) => n <= 200)).toBe(true);
  expect([...server.labels.keys()].sort()).toEqual([...made].sort());
  expect(server.received.map(({ at_ms }) => at_ms)).toEqual(
    server.received.map(({ at_ms }) => at_ms).sort((a, b) => a - b),
  );
});

test("what was sent but never answered is sent again after a crash, and counts once", async () => {
  const server = new PlayedServer(40);
  const shelf = shelfInMemory();
  const { queue, outbox } = start(server, shelf);
  await pass();
  queue.decide(1);
  const before = (await shelf.load()).waiting;
  await pass();
  outbox.close();
  const again = new Outbox(shelf, server.send, { waiting: before, refused: [] });
  outboxes.push(again);
  await pass();
  expect(again.get()).toMatchObject({ saving: "saved", waiting: 0 });
  expect(server.labels.size).toBe(1);
});

test("the shelf holds an action from the moment of the decision until it is saved", async () => {
  const server = new PlayedServer(40);
  const { queue, shelf } = start(server);
  await pass();
  queue.decide(1);
  expect((await shelf.load()).waiting).toHaveLength(1);
  await pass();
  expect((await shelf.load()).waiting).toHaveLength(0);
});

test("a label that is refused is kept with the sentence, and the others go on", async () => {
  const server = new PlayedServer(40);
  server.refuses = (action) => action.kind === "label" && action.target.trace_id === "t1";
  const { queue, outbox, shelf } = start(server);
  await pass();
  queue.decide(1);
  queue.decide(0, { note: "worth keeping" });
  queue.decide(1);
  await pass();
  expect(server.labels.size).toBe(2);
  expect(outbox.get().refused.map(({ error }) => error)).toEqual(["it was forgotten"]);
  expect((await shelf.load()).refused[0]?.action.reason).toBe("worth keeping");
});

test("a batch that the server does not take as a whole does not stop what comes after it", async () => {
  const server = new PlayedServer(40);
  server.refusesBatches = true;
  server.refuses = (action) => action.kind === "label" && action.target.trace_id === "t1";
  const { queue, outbox } = start(server);
  await pass();
  for (let n = 0; n < 4; n += 1) queue.decide(1);
  await pass(100);
  expect(server.labels.size).toBe(3);
  expect(outbox.get()).toMatchObject({ saving: "saved", waiting: 0 });
  expect(outbox.get().refused).toHaveLength(1);
});

test("a page is always in hand while the next is fetched, and what is held is named", async () => {
  const server = new PlayedServer(100);
  const { queue } = start(server);
  await pass();
  expect(server.asked.map(({ have }) => have.length)).toEqual([0, 24]);
  for (let n = 0; n < 24; n += 1) queue.decide(1);
  await pass();
  expect(server.asked).toHaveLength(3);
  expect(server.asked[2]?.have).toContain("t47.s");
  const seen = new Set<string>();
  for (let n = 0; n < 60; n += 1) {
    seen.add(queue.get().item?.id ?? "none");
    queue.decide(1);
    await pass();
  }
  expect(seen.size).toBe(60);
});

test("long items are fetched in smaller numbers", async () => {
  const server = new PlayedServer(100);
  server.textLength = 500_000;
  const { queue } = start(server);
  await pass();
  for (let n = 0; n < 23; n += 1) queue.decide(1);
  await pass();
  expect(server.asked.at(-1)?.limit).toBeLessThan(6);
});

test("an item that is decided but not saved is not offered a second time", async () => {
  const server = new PlayedServer(30);
  const { queue } = start(server);
  await pass();
  server.hold = new Promise(() => {});
  const seen: string[] = [];
  for (let n = 0; n < 30; n += 1) {
    seen.push(queue.get().item?.id ?? "none");
    queue.decide(1);
    await pass();
  }
  expect(new Set(seen).size).toBe(30);
  expect(queue.get().item).toBeUndefined();
});

test("leaving gives back what was not decided", async () => {
  const server = new PlayedServer(5);
  const { queue } = start(server);
  await pass();
  queue.decide(1);
  queue.close();
  expect(server.released).toEqual(["t1.s", "t2.s", "t3.s", "t4.s"]);
});

test("leases are renewed while the page is open", async () => {
  const server = new PlayedServer(5);
  const { queue } = start(server);
  await pass();
  await pass(150_000);
  expect(server.asked.at(-1)?.have).toContain(queue.get().item?.id);
  expect(server.asked).toHaveLength(2);
});

test("changing an earlier decision takes it back and makes another, in its place", async () => {
  const server = new PlayedServer(40);
  const { queue } = start(server);
  await pass();
  for (let n = 0; n < 3; n += 1) queue.decide(1);
  queue.look(queue.get().done[0]?.id);
  expect(queue.get().item?.id).toBe("t0.s");
  queue.decide(0, { failure: "tone" });
  expect(queue.get().item?.id).toBe("t3.s");
  await pass();
  expect(queue.get().done.map(({ value }) => value)).toEqual([0, 1, 1]);
  expect(
    [...server.labels.values()].filter((one) => one.kind === "label" && one.value === 0),
  ).toHaveLength(1);
  expect(server.labels.size).toBe(3);
});

test("a decision is blind only if nothing was shown before it", async () => {
  const server = new PlayedServer(40);
  const { queue } = start(server);
  await pass();
  queue.setUnblinded(true);
  queue.setUnblinded(false);
  queue.decide(1);
  queue.decide(1);
  queue.look(queue.get().done[1]?.id);
  queue.look(undefined);
  queue.undo();
  queue.decide(0);
  await pass();
  expect(server.received.flatMap((one) => (one.kind === "label" ? [one.blind] : []))).toEqual([
    false,
    true,
    false,
  ]);
});

test("a mark that is made again is taken back, and another one replaces it", async () => {
  const server = new PlayedServer(40);
  const { queue } = start(server);
  await pass();
  const sentence = { kind: "piece" as const, start: 0, end: 5 };
  queue.mark(sentence, 1);
  queue.mark(sentence, 0);
  expect([...queue.get().marks]).toEqual([["piece 0 5", 0]]);
  queue.mark(sentence, 0);
  await pass();
  expect(queue.get().marks.size).toBe(0);
  expect(server.labels.size).toBe(0);
  expect(queue.get().item?.id).toBe("t0.s");
});

test("in a pair the second output is told with the side on which it stood", async () => {
  const server = new PlayedServer(1);
  const original = server.fetch;
  server.fetch = async (...args) => {
    const answer = await original(...args);
    const other = { trace_id: "u", span_id: "s" };
    return { ...answer, items: answer.items.map((one) => ({ ...one, other, flip: true })) };
  };
  const { queue } = start(server, shelfInMemory(), { ...ASK, mode: "pair" });
  await pass();
  queue.decide(0);
  await pass();
  expect(server.received[0]).toMatchObject({
    target: { kind: "preference", trace_id: "t0", other: { trace_id: "u" } },
    side: "left",
    failure: null,
  });
});

test("what is refused by rule is shown, and what passes is tried again", async () => {
  const server = new PlayedServer(3);
  server.away = true;
  const { queue } = start(server);
  await pass();
  expect(queue.get().error).toBeUndefined();
  server.away = false;
  await pass(2000);
  expect(queue.get().item?.id).toBe("t0.s");
  server.fetch = async () => {
    throw { status: 404, message: "there is no such criterion" };
  };
  const other = start(server);
  await pass();
  expect(other.queue.get().error?.message).toBe("there is no such criterion");
});

test("a draft is empty until something is written", async () => {
  const { queue } = start(new PlayedServer(3));
  await pass();
  expect(queue.get().draft).toEqual(EMPTY);
});

test("the time that is left is told after three decisions, from one's own pace", () => {
  expect(minutesLeft([9000, 9000], 2, 20)).toBeNull();
  expect(minutesLeft([60_000, 60_000, 60_000], 3, 20)).toBe(17);
  expect(minutesLeft([60_000, 60_000, 3_600_000], 3, 4)).toBe(3);
  expect(minutesLeft([1000, 1000, 1000], 20, 20)).toBeNull();
});

/** The page anew: what was in memory is gone, what was on the shelf is there. */
async function reopened(server: PlayedServer, shelf: Shelf, ask = ASK) {
  const { waiting, refused, recent } = await shelf.load();
  const outbox = new Outbox(shelf, server.send, { waiting, refused });
  outboxes.push(outbox);
  return start(server, shelf, ask, outbox, new Past(shelf, recent, now));
}

test("what was decided before a reload can be taken back after it, although it was saved", async () => {
  const server = new PlayedServer(40);
  const before = start(server);
  await pass();
  before.queue.change({ note: "价格是编的" });
  before.queue.decide(0, { failure: "price" });
  before.queue.decide(1);
  await pass();
  before.queue.close();
  before.outbox.close();
  const { queue } = await reopened(server, before.shelf);
  await pass();
  expect(queue.get().done.map(({ value }) => value)).toEqual([0, 1]);
  queue.undo();
  queue.undo();
  expect(queue.get().item?.id).toBe("t0.s");
  expect(queue.get().draft).toMatchObject({ note: "价格是编的", failure: "price" });
  await pass();
  expect(server.labels.size).toBe(0);
  expect((await before.shelf.load()).recent).toEqual([]);
});

test("what the server gives again after a reload is not taken for what was decided before", async () => {
  const server = new PlayedServer(2);
  const before = start(server);
  await pass();
  before.queue.decide(1);
  before.queue.decide(1);
  await pass();
  before.queue.close();
  server.labels.clear(); // taken back elsewhere
  const { queue } = await reopened(server, before.shelf);
  await pass();
  expect(queue.get().item?.id).toBe("t0.s");
});

test("decisions of another person, another criterion or an earlier day are not shown", async () => {
  const server = new PlayedServer(40);
  const before = start(server);
  await pass();
  before.queue.decide(1);
  await pass();
  before.queue.close();
  for (const other of [{ reviewer: "tom" }, { criterion: "polite" }, { mode: "pair" as const }]) {
    const { queue } = await reopened(server, before.shelf, { ...ASK, ...other });
    expect(queue.get().done).toEqual([]);
    queue.close();
  }
  now += 25 * 3_600_000;
  const { queue } = await reopened(server, before.shelf);
  expect(queue.get().done).toEqual([]);
  expect((await before.shelf.load()).recent).toEqual([]);
});

test("only the last decisions are kept", async () => {
  const server = new PlayedServer(200);
  const { queue, shelf } = start(server);
  for (let n = 0; n < MOST_REMEMBERED + 10; n += 1) {
    await pass();
    queue.decide(1);
  }
  const { recent } = await shelf.load();
  expect(recent).toHaveLength(MOST_REMEMBERED);
  expect(recent.at(-1)?.done.item.id).toBe(`t${MOST_REMEMBERED + 9}.s`);
});
