import { useCallback, useMemo, useRef, useState } from "react";
import { keyOf, type Row } from "./server";

export interface Selection {
  keys: ReadonlySet<string>;
  /** Selects a row or no longer; `through`: also all between it and the last one chosen. */
  toggle: (key: string, through: boolean) => void;
  clear: () => void;
}

const EMPTY: ReadonlySet<string> = new Set();

/** The rows that were selected; those that the list no longer has do not count. */
export function useSelection(rows: readonly Row[], active: string): Selection {
  const [held, setHeld] = useState(EMPTY);
  const order = useMemo(() => rows.map((row) => keyOf(row.span)), [rows]);
  const latest = useRef({ order, active, anchor: "" });
  latest.current = { order, active, anchor: latest.current.anchor };
  const toggle = useCallback((key: string, through: boolean) => {
    const { order: all, active: at, anchor } = latest.current;
    setHeld((before) => extended(before, all, key, through ? anchor || at : null));
    latest.current.anchor = key;
  }, []);
  const clear = useCallback(() => {
    latest.current.anchor = "";
    setHeld(EMPTY);
  }, []);
  const keys = useMemo(() => {
    const there = new Set(order);
    const left = [...held].filter((key) => there.has(key));
    return left.length === held.size ? held : new Set(left);
  }, [held, order]);
  return { keys, toggle, clear };
}

/** `anchor` given: all rows from it to `key` are selected too. */
export function extended(
  held: ReadonlySet<string>,
  order: readonly string[],
  key: string,
  anchor: string | null,
): ReadonlySet<string> {
  const next = new Set(held);
  const to = order.indexOf(key);
  const from = anchor === null ? -1 : order.indexOf(anchor);
  if (to < 0) return held;
  if (from < 0) {
    if (!next.delete(key)) next.add(key);
    return next;
  }
  for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one);
  return next;
}
