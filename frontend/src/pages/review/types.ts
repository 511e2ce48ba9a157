import type { Schema } from "@/lib/types";

/** What the review page and the server tell each other: the server's own types, by our names. */

export type Key = Schema<"Key">;
export type Interval = Schema<"Interval">;
export type Passage = Schema<"Passage">;
export type Tool = Schema<"ToolUse">;
export type OthersLabel = Schema<"Label">;
export type Message = Schema<"Message">;
export type View = Schema<"View">;
export type Item = Schema<"Item">;
export type Step = Schema<"Step">;
export type Reason = Schema<"Reason">;
export type Criterion = Schema<"Criterion">;
export type Progress = Schema<"Progress">;
export type QueueAnswer = Schema<"QueueBatch">;
export type Summary = Schema<"SessionSummary">;
export type Rota = Schema<"Rota">;
export type ActionResult = Schema<"ActionResult">;

export type Mode = Schema<"QueueWanted">["mode"];
export type Source = Schema<"QueueWanted">["source"];
export type YesNo = Step["bad_when"];

/** Which outputs are wanted, for whom. */
export interface Ask {
  app: string;
  criterion: string;
  reviewer: string;
  mode: Mode;
  source: Source;
  filter: string;
}

export type Action = Schema<"ReviewActions">["actions"][number];
export type LabelAction = Extract<Action, { kind: "label" }>;
export type UndoAction = Extract<Action, { kind: "undo" }>;

/** What a label is about; what it does not say of its place is left out. */
export type LabelTarget = Pick<LabelAction["target"], "kind" | "trace_id" | "span_id"> &
  Partial<LabelAction["target"]>;
