import { useMemo } from "react";
import { useApp } from "@/app/application";
import { useSearchTexts, useUrlState } from "@/app/navigation";
import { useRange } from "@/app/range";
import type { Search } from "@/lib/search";
import { flag, oneOf, type StateOf, text } from "@/lib/urlFields";
import { joined } from "./filterText";
import type { Asked } from "./server";

/** Which list of traces an address means: the page of one trace has it too, to step through. */

const FIELDS = {
  filter: text(),
  spans: flag(),
  order: oneOf("newest", "oldest"),
  /** The row that the keys are at. */
  at: text(),
};

export type ListState = StateOf<typeof FIELDS>;

export function useList() {
  const app = useApp();
  const range = useRange();
  const [state, setState] = useUrlState(FIELDS);
  const { filter, spans, order } = state;
  const asked: Asked = useMemo(
    () => ({
      app,
      filter: joined(filter, range.filter),
      all_spans: spans,
      oldest_first: order === "oldest",
    }),
    [app, filter, spans, order, range.filter],
  );
  return { app, range, state, setState, asked };
}

/** The part of the address that says which list it is. */
export function useListSearch(): Search {
  const { filter, spans, order, range, since, until } = useSearchTexts();
  return useMemo(
    () => ({ filter, spans, order, range, since, until }),
    [filter, spans, order, range, since, until],
  );
}
