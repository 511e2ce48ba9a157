import { diffWordsWithSpace } from "diff";

/** What differs between two texts, word by word, in Chinese as in English. */

export interface Part {
  text: string;
  changed: boolean;
}

export interface Difference {
  before: Part[];
  after: Part[];
  /** They have too little in common: marking everything would help nobody. */
  far: boolean;
  same: boolean;
}

const SHARED_ENOUGH = 0.3;
const GIVES_UP_MS = 400;
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

export function difference(before: string, after: string): Difference {
  const changes = diffWordsWithSpace(before, after, {
    intlSegmenter: segmenter,
    timeout: GIVES_UP_MS,
  });
  if (!changes) return unmarked(before, after);
  const left: Part[] = [];
  const right: Part[] = [];
  let shared = 0;
  for (const { value, added, removed } of changes) {
    if (!added) left.push({ text: value, changed: removed });
    if (!removed) right.push({ text: value, changed: added });
    if (!added && !removed) shared += value.trim().length;
  }
  const shorter = Math.min(before.trim().length, after.trim().length);
  if (shared < SHARED_ENOUGH * shorter) return unmarked(before, after);
  return { before: left, after: right, far: false, same: before === after };
}

function unmarked(before: string, after: string): Difference {
  const whole = (text: string): Part[] => [{ text, changed: false }];
  return { before: whole(before), after: whole(after), far: true, same: false };
}
