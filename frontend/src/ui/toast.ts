/** Short messages at the foot of the page. Anything can send one; `<Toasts>` shows them. */

export interface Toast {
  text: string;
  kind?: "info" | "error";
  undo?: () => void;
  /** The command whose key takes it back, shown on the button. */
  undoCommand?: string;
}

export interface Shown extends Toast {
  id: number;
}

const LASTS_MS = 6000;
const ERROR_LASTS_MS = 12_000;
const MOST = 3;

let shown: readonly Shown[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function publish(next: readonly Shown[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

export function toast(one: Toast): () => void {
  counter += 1;
  const id = counter;
  publish([...shown, { ...one, id }].slice(-MOST));
  const dismiss = () => publish(shown.filter((other) => other.id !== id));
  setTimeout(dismiss, one.kind === "error" ? ERROR_LASTS_MS : LASTS_MS);
  return dismiss;
}

export function dismissToast(id: number): void {
  publish(shown.filter((one) => one.id !== id));
}

export function toasts(): readonly Shown[] {
  return shown;
}

export function onToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
