import type { MessageKey, Values } from "@/i18n";

/**
 * The one table of commands. What a key does, the badge on a button, the sheet behind `?` and the
 * palette are all read from it, so none of them can promise what another does not do.
 */

export interface Command {
  id: string;
  label: MessageKey;
  values?: Values;
  /** `"y"`, `"g t"`, `"mod+enter"`, `"esc"`; several are alternatives, the first is shown. */
  keys?: string | readonly string[];
  run: () => void;
  /** Why it cannot be used now; the key then does nothing, and buttons are disabled and say so. */
  unavailable?: string | undefined;
  /** A chord that also works while a person types. */
  inText?: boolean;
  /** Also works while a modal dialog is open. */
  inDialog?: boolean;
  /** Leave it out of the palette, as for moving through a list. */
  quiet?: boolean;
}

export interface Registered extends Command {
  scope: MessageKey;
  order: number;
}

export function keysOf(command: Pick<Command, "keys">): readonly string[] {
  if (command.keys === undefined) return [];
  return typeof command.keys === "string" ? [command.keys] : command.keys;
}

interface Group {
  order: number;
  commands: readonly Registered[];
}

let groups: readonly Group[] = [];
let table: readonly Registered[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function publish(next: readonly Group[]): void {
  groups = next;
  table = [...next].sort((a, b) => b.order - a.order).flatMap((group) => group.commands);
  for (const listener of listeners) listener();
}

/** The commands of a part of the page; a part that came later wins where keys are the same. */
export function register(scope: MessageKey): {
  update: (commands: readonly Command[]) => void;
  remove: () => void;
} {
  counter += 1;
  const order = counter;
  const others = () => groups.filter((group) => group.order !== order);
  return {
    update: (commands) => {
      const registered = commands.map((command) => ({ ...command, scope, order }));
      publish([...others(), { order, commands: registered }]);
    },
    remove: () => publish(others()),
  };
}

export function commands(): readonly Registered[] {
  return table;
}

export function onCommands(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
