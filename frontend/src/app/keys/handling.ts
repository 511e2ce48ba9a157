import { isSingle, pressed } from "./matching";
import { commands, keysOf, type Registered } from "./table";

/** The one key handler of the page. */

const SEQUENCE_MS = 1200;
const TYPING = "input:not([type=checkbox],[type=radio],[type=range],[type=button]),textarea,select";
const OWN_ARROWS = "[role=tablist],[role=radiogroup],[role=slider],[type=radio],[type=range]";
const OWN_LETTERS = "[role=menu],[role=listbox]";
const PRESSABLE =
  "button,a[href],summary,[type=checkbox],[type=radio],[role=button],[role=tab],[role=option]";
/** Menus choose by letter, and what opens over a page is not the page. */
const OWN_EVERYTHING = "[role=menu],[role=listbox],[role=dialog]";

export interface Circumstances {
  typing: boolean;
  modal: boolean;
  singleKeys: boolean;
}

/** The command that this stretch of keys belongs to, or "more" while it begins a sequence. */
export function find(
  stretch: string,
  table: readonly Registered[],
  { typing, modal, singleKeys }: Circumstances,
): Registered | "more" | undefined {
  const usable = table.filter((command) => {
    return (!typing || command.inText) && (!modal || command.inDialog);
  });
  const allowed = (keys: string) => singleKeys || !isSingle(keys);
  for (const command of usable) {
    const keys = keysOf(command).filter(allowed);
    if (keys.includes(stretch)) return command;
    if (keys.some((one) => one.startsWith(`${stretch} `))) return "more";
  }
  return undefined;
}

/** Keys that the focused control needs for itself. */
function belongsToControl(target: Element, key: string): boolean {
  if (target.closest(OWN_EVERYTHING)) return !key.includes("+");
  if ((key === "enter" || key === "space") && target.closest(PRESSABLE)) return true;
  if (key.length === 1 && target.closest(OWN_LETTERS)) return true; // typed to find an entry
  return /^(up|down|left|right|home|end)$/.test(key) && target.closest(OWN_ARROWS) !== null;
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(TYPING));
}

export function listen(singleKeys: () => boolean): () => void {
  let begun = "";
  let since = 0;

  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    const key = pressed(event);
    const target = event.target;
    if (target instanceof Element && belongsToControl(target, key)) return;
    const circumstances = {
      typing: isTyping(target),
      modal: document.querySelector("dialog[open]") !== null,
      singleKeys: singleKeys(),
    };
    const open = begun !== "" && event.timeStamp - since < SEQUENCE_MS;
    const found =
      (open && find(`${begun} ${key}`, commands(), circumstances)) ||
      find(key, commands(), circumstances);
    begun = "";
    if (found === undefined) return;
    event.preventDefault();
    if (found === "more") {
      begun = key;
      since = event.timeStamp;
    } else if (!found.unavailable) {
      found.run();
    }
  };

  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}
