import { useEffect, useState, useSyncExternalStore } from "react";
import { whenIdle } from "@/lib/idle";
import { rendered } from "@/lib/markdown";
import type { DeskState } from "./desk";
import { newId } from "./outbox";
import { clockOfSight } from "./pace";
import { Queue, type QueueState } from "./queue";
import { queueServer } from "./server";
import type { QueueServer } from "./supply";
import { isCited, jsonOf } from "./texts";
import type { Ask, Item, View } from "./types";

type OpenDesk = Extract<DeskState, { phase: "open" }>;

const around = { now: Date.now, seen: clockOfSight(document), id: newId };

/** The server, and a look at what it sends: its Markdown is parsed before it is needed. */
const server: QueueServer = {
  ...queueServer,
  fetch: async (...asked) => {
    const answer = await queueServer.fetch(...asked);
    prepare(answer.items);
    return answer;
  },
};

/** The queue for what is asked; undefined for the moment in which it begins. */
export function useQueue(ask: Ask, desk: OpenDesk): Queue | undefined {
  const [queue, setQueue] = useState<Queue>();
  useEffect(() => {
    const begun = new Queue(ask, server, desk, around);
    const leave = () => begun.release();
    const back = (event: PageTransitionEvent) => {
      if (event.persisted) begun.more();
    };
    addEventListener("pagehide", leave);
    addEventListener("pageshow", back);
    setQueue(begun);
    return () => {
      removeEventListener("pagehide", leave);
      removeEventListener("pageshow", back);
      begun.close();
      setQueue(undefined);
    };
  }, [ask, desk]);
  return queue;
}

export function useQueueState(queue: Queue): QueueState {
  return useSyncExternalStore(queue.subscribe, queue.get);
}

const PARSE_WITHIN_MS = 300;

function prepare(items: readonly Item[]): void {
  const [item, ...rest] = items;
  if (!item) return;
  whenIdle(() => {
    parse(item.view);
    if (item.other_view) parse(item.other_view);
    prepare(rest);
  }, PARSE_WITHIN_MS);
}

/** What is open when the item appears. */
function parse(view: View): void {
  rendered(view.asked || "–");
  if (!jsonOf(view.output)) rendered(view.output_text, { citations: true });
  view.passages.forEach((passage, at) => {
    if (isCited(view.output_text, passage, at)) rendered(passage.text);
  });
}
