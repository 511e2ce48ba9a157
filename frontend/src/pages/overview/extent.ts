import { useMemo } from "react";
import { useApplication } from "@/app/application";
import { useRange } from "@/app/range";
import { type Stretch, stretchOf } from "./stretch";

/** From when to when the charts go. All of time is from the first thing recorded to the last. */

const DAY_S = 86_400;
const MINUTE_S = 60;

export interface Extent {
  since: number;
  until: number;
}

/** Undefined while it is not known. */
export function useExtent(): Extent | undefined {
  const { preset, since_ns, until_ns } = useRange();
  const application = useApplication();
  const first = application?.first_ns ?? null;
  const last = application?.last_ns ?? null;
  const all = preset === "all";
  // Up to this minute and no finer: a moment that is ever new would be an ever new chart.
  const now = Math.ceil(Date.now() / 1000 / MINUTE_S) * MINUTE_S;
  return useMemo(() => {
    if (!all)
      return { since: (since_ns ?? 0) / 1e9, until: until_ns === null ? now : until_ns / 1e9 };
    if (first === null || last === null) return undefined;
    return { since: Math.floor(first / 1e9 / DAY_S) * DAY_S, until: last / 1e9 + 1 };
  }, [all, since_ns, until_ns, now, first, last]);
}

export interface Stretches {
  /** Of what is counted. */
  counted: Stretch;
  /** Of rates: at least a day where it can be, as few labels say little. */
  rated: Stretch;
}

export function stretchesOf({ since, until }: Extent): Stretches {
  const rated = stretchOf(since, until, until - since > 2 * DAY_S ? DAY_S : 0);
  return { counted: stretchOf(since, until), rated };
}
