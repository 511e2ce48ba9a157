import type { Schema } from "@/lib/types";

/** What the server proposes for a bad output. */

export type ItemRef = Schema<"ItemRef">;
export type Proposals = Schema<"ProposedAnswer">;
export type Saved = Schema<"SavedRegression">;

/** A share with what it is between. */
export type Share = Pick<Schema<"Interval">, "value" | "low" | "high">;

/** A check as it was proposed, or as a person changed it and had it tried. */
export type Candidate = Omit<Schema<"ProposedCheck">, "catches" | "wrongly_fails"> & {
  catches: Share | null;
  wrongly_fails: Share | null;
};
