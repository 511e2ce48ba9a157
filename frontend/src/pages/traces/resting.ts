import { useCallback, useEffect, useRef, useState } from "react";

const REST_MS = 250;

/**
 * A part of the address that every key may change: shown at once, written once the keys rest.
 *
 * Browsers slow down pages that write the address more than a few times a second. `flush` writes
 * now, for before one leaves.
 */
export function useResting(
  written: string,
  write: (value: string) => void,
): [value: string, change: (value: string) => void, flush: () => void] {
  const [value, setValue] = useState(written);
  const last = useRef({ written, value, write });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    last.current.write = write;
  });
  const flush = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const { written: before, value: now, write: save } = last.current;
    if (before === now) return;
    last.current.written = now;
    save(now);
  }, []);
  useEffect(() => {
    if (written === last.current.written) return;
    clearTimeout(timer.current);
    last.current.written = written; // the address changed by itself: back, forward, a link
    last.current.value = written;
    setValue(written);
  }, [written]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = useCallback(
    (next: string) => {
      last.current.value = next;
      setValue(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, REST_MS);
    },
    [flush],
  );
  return [value, change, flush];
}
