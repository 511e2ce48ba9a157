import type { Draft } from "./shelf";
import type { Item, LabelAction, LabelTarget } from "./types";

/** What somebody decided about an item, and the action that tells the server of it. */

/** Something that was decided, and can be looked at again and taken back. */
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

/** The place that a mark is about: a sentence or a passage of the item. */
export function markOf(target: Pick<LabelTarget, "kind" | "start" | "end" | "passage">): string {
  return target.kind === "passage"
    ? `passage ${target.passage}`
    : `piece ${target.start} ${target.end}`;
}

/** Whether it is about the whole item, not about a sentence or a passage of it. */
export function isDecision({ target }: { target: LabelTarget }): boolean {
  return target.kind === "output" || target.kind === "preference";
}

/** Decisions of a session, without the marks of sentences and passages. */
export function decisions(done: readonly Done[]): Done[] {
  return done.filter(isDecision);
}

/** What a label of the whole item is about. */
export function targetOf(item: Item): LabelTarget {
  return item.other
    ? { kind: "preference", ...item.key, other: item.other }
    : { kind: "output", ...item.key };
}

export function actionOf({ item, draft, value, ...one }: Done, criterion: string): LabelAction {
  const bad = value === 0 && one.target.kind === "output";
  return {
    id: one.id,
    kind: "label",
    at_ms: one.at_ms,
    criterion,
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

/** The items that labels of a criterion decide about. */
export function itemsDecided(labels: readonly LabelAction[], wanted: string): string[] {
  return labels.flatMap(({ criterion, target }) => {
    if (criterion !== wanted) return [];
    const other = target.other ? `~${target.other.trace_id}.${target.other.span_id}` : "";
    return isDecision({ target }) ? [`${target.trace_id}.${target.span_id}${other}`] : [];
  });
}
