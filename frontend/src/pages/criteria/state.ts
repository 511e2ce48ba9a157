import { oneOf, text } from "@/lib/urlFields";

/** What of this page stands in the address. */

export const TABS = ["checks", "matrix", "blind", "keep", "wording"] as const;
export type TabName = (typeof TABS)[number];

/** Any reason; a name cannot contain it. */
export const ANY = "*";

export const FIELDS = {
  criterion: text(),
  tab: oneOf(...TABS),
  check: text(),
  cell: oneOf("none", "tp", "fp", "fn", "tn", "unmeasured"),
  failure: text(ANY),
  item: text(),
};

export interface State {
  criterion: string;
  tab: TabName;
  check: string;
  cell: "none" | "tp" | "fp" | "fn" | "tn" | "unmeasured";
  failure: string;
  item: string;
}

export type Change = (change: Partial<State>, setting?: { replace?: boolean }) => void;

/** No list of outputs is open. */
export const CLOSED = { cell: "none", failure: ANY, item: "" } as const;
