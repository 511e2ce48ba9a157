import type { Actions, Doing } from "./commands";
import { type Done, decisions } from "./decision";
import type { Queue, QueueState } from "./queue";
import { stepTo } from "./Steps";
import type { Criterion, Item, YesNo } from "./types";

/** What the keys of the review do to the queue, by what is shown and what one is doing. */

/** Where in the item one is: marking its sentences, its passages, or writing it anew. */
export interface Place {
  item: string;
  doing: Doing;
  at: number;
}

export interface Surroundings {
  queue: Queue;
  state: QueueState;
  criterion: Criterion;
  doing: Doing;
  at: number;
  setPlace: (place: Place | null) => void;
  onUndone: () => void;
}

type Deciding = Pick<
  Actions,
  "yes" | "no" | "commit" | "commitPass" | "reason" | "skip" | "prefer" | "undo" | "leave"
>;
type Marking = Pick<Actions, "correct" | "sentences" | "passages" | "move" | "mark" | "look">;

/** Whether the next key answers a question that leads to the verdict. */
export function isAsking({ criterion, state }: Pick<Surroundings, "criterion" | "state">): boolean {
  return criterion.steps.length > 0 && !state.draft.armed;
}

function leftText(): boolean {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !active.matches("input,textarea")) return false;
  active.blur();
  return true;
}

/** The keys that decide, and those that take back. */
export function deciding(around: Surroundings): Deciding {
  const { queue, state, criterion, doing, setPlace, onUndone } = around;
  const { item, draft, looking } = state;
  const decide: Queue["decide"] = (value, change) => {
    leftText();
    queue.decide(value, change);
  };
  const answer = (given: YesNo) => {
    const { outcome, answers, reason } = stepTo(criterion, draft.answers, given);
    if (outcome === "pass") decide(1, { answers });
    else if (outcome === "fail") decide(0, { answers, failure: reason });
    else queue.change({ answers, armed: outcome === "choose" });
  };
  const begun = draft.armed || draft.answers.length > 0;
  // Between two questions, or asked for a reason: the last answer is what is taken back first.
  const answering =
    draft.answers.length > 0 &&
    draft.failure === null &&
    (draft.armed || draft.answers.length < criterion.steps.length);
  return {
    yes: () => (isAsking(around) ? answer("yes") : decide(1)),
    no: () => {
      if (isAsking(around)) answer("no");
      else if (draft.armed) decide(0);
      else queue.change({ armed: true });
    },
    commit: () => {
      if (draft.armed || document.activeElement?.matches("textarea")) decide(0);
    },
    commitPass: () => decide(1),
    reason: (index) => {
      const failure = criterion.reasons[index]?.name ?? null;
      if (draft.armed) decide(0, { failure });
      else queue.change({ armed: true, failure });
    },
    skip: () => decide(null),
    prefer: (side) => {
      if (!item) return;
      const isFirst = (side === "left") !== item.flip;
      decide(side === "same" ? 0.5 : isFirst ? 1 : 0);
    },
    undo: () => {
      if (answering && !looking) {
        queue.change({ armed: false, answers: draft.answers.slice(0, -1) });
      } else if (queue.undo()) {
        onUndone();
      }
    },
    leave: () => {
      if (leftText()) return;
      if (doing !== "decide") setPlace(null);
      else if (looking) queue.look(undefined);
      else if (begun) queue.change({ armed: false, failure: null, answers: [] });
    },
  };
}

/** The keys that move within the item, mark parts of it, and go through earlier decisions. */
export function marking(around: Surroundings): Marking {
  const { queue, state, doing, at, setPlace } = around;
  const { item, draft, done, looking } = state;
  const enter = (next: Doing) => {
    if (item) setPlace({ item: item.id, doing: next, at: 0 });
  };
  const move = (step: number) => {
    if (!item) return;
    const places = doing === "sentences" ? item.view.sentences : item.view.passages;
    const next = Math.min(places.length - 1, Math.max(0, at + step));
    setPlace({ item: item.id, doing, at: Math.max(0, next) });
  };
  return {
    correct: () => {
      if (!item) return;
      if (draft.correction === null) queue.change({ correction: item.view.output_text });
      enter("correct");
    },
    sentences: () => enter("sentences"),
    passages: () => enter("passages"),
    move,
    mark: (value) => {
      if (!item) return;
      const [start, end] = item.view.sentences[at] ?? [0, 0];
      const piece = { kind: "piece" as const, start, end };
      queue.mark(doing === "sentences" ? piece : { kind: "passage", passage: at }, value);
      move(1);
    },
    look: (step) => {
      const all = decisions(done);
      const now = looking ? all.findIndex(({ id }) => id === looking.id) : all.length;
      if (now + step >= 0) queue.look(all[now + step]?.id);
    },
  };
}

/** The bad output a check could be made of, and what of it a person has selected. */
export function badOutput(
  { item, draft, looking, done }: QueueState,
  answer: HTMLElement | null,
): { item: Item; selection: string } | undefined {
  const selected = window.getSelection();
  const within = selected?.anchorNode && answer?.contains(selected.anchorNode);
  if (within && item) return { item, selection: selected.toString() };
  const last = decisions(done).at(-1);
  const lastBad: Done | undefined = last?.value === 0 ? last : undefined;
  const about = draft.armed || looking ? item : (lastBad?.item ?? item);
  return about && { item: about, selection: "" };
}
