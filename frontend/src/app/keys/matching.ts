/** Which keys an event stands for, and whether they are those of a command. */

export interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const NAMES: Record<string, string> = {
  " ": "space",
  escape: "esc",
  arrowup: "up",
  arrowdown: "down",
  arrowleft: "left",
  arrowright: "right",
};

export const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/**
 * What was pressed as text: `y`, `?`, `mod+k`, `shift+enter`, `left`.
 *
 * Shift counts with letters and with keys that have a name: `?` is `?` on every layout. An input method hides
 * the key as "Process"; then the place on the keyboard decides.
 */
export function pressed(event: Pressed): string {
  const base = baseKey(event);
  const modifiers = [
    (MAC ? event.metaKey : event.ctrlKey) && "mod",
    (MAC ? event.ctrlKey : event.metaKey) && (MAC ? "ctrl" : "meta"),
    event.altKey && "alt",
    event.shiftKey && (/^[a-z]$|../.test(base) || event.ctrlKey || event.metaKey) && "shift",
  ];
  return [...modifiers.filter(Boolean), base].join("+");
}

function baseKey({ key, code }: Pressed): string {
  if (key === "Process" || key === "Unidentified") {
    return /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase() ?? code.toLowerCase();
  }
  const lower = key.toLowerCase();
  return NAMES[lower] ?? lower;
}

/** A key that types something, alone or as the start of a sequence (WCAG 2.1.4). */
export function isSingle(keys: string): boolean {
  return keys.split(" ").every((one) => one.replace(/^shift\+/, "").length === 1);
}

const SYMBOLS: Record<string, string> = {
  mod: MAC ? "⌘" : "Ctrl",
  ctrl: "⌃",
  meta: "Meta",
  alt: MAC ? "⌥" : "Alt",
  shift: MAC ? "⇧" : "Shift",
  esc: "Esc",
  enter: "Enter",
  space: "Space",
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
  backspace: "⌫",
  home: "Home",
  end: "End",
  pageup: "PgUp",
  pagedown: "PgDn",
};

/** For badges: `"g t"` → `[["G"], ["T"]]`, `"mod+k"` → `[["Ctrl", "K"]]`. */
export function shown(keys: string): string[][] {
  return keys
    .split(" ")
    .map((chord) => chord.split(/\+(?=.)/).map((part) => SYMBOLS[part] ?? part.toUpperCase()));
}

/** For `aria-keyshortcuts`: `"mod+k"` → `"Control+K"`. Sequences have no such notation. */
export function ariaKeys(keys: string): string | undefined {
  if (keys.includes(" ")) return undefined;
  const names: Record<string, string> = { mod: MAC ? "Meta" : "Control", esc: "Escape" };
  return keys
    .split(/\+(?=.)/)
    .map((part) => names[part] ?? part.charAt(0).toUpperCase() + part.slice(1))
    .join("+");
}
