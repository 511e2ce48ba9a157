import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import type { MessageKey } from "@/i18n";
import { type Command, commands, keysOf, onCommands, type Registered, register } from "./table";

export type { Command } from "./table";

/**
 * Puts commands into the table for as long as the component is on the page.
 *
 * `useCommands("review.title", [{ id: "review.pass", keys: "y", label: "review.pass", run: pass }])`
 * The scope is the heading they stand under in the sheet of keys. Write the list inline: what `run`
 * closes over is always that of the last render.
 */
export function useCommands(scope: MessageKey, list: readonly Command[]): void {
  const latest = useRef(list);
  const registered = useRef<ReturnType<typeof register>>(null);
  useLayoutEffect(() => {
    latest.current = list;
  });
  useLayoutEffect(() => {
    const entry = register(scope);
    registered.current = entry;
    return () => entry.remove();
  }, [scope]);
  const signature = JSON.stringify([scope, list]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the list
  useLayoutEffect(() => {
    registered.current?.update(
      latest.current.map((command, at) => ({
        ...command,
        run: () => latest.current[at]?.run(),
      })),
    );
  }, [signature]);
}

export function useCommandTable(): readonly Registered[] {
  return useSyncExternalStore(onCommands, commands);
}

/** One command; what uses it is drawn anew only when this one changes. */
export function useCommand(id: string | undefined): Registered | undefined {
  return useSyncExternalStore(onCommands, () => commands().find((command) => command.id === id));
}

/** The keys of a command as they are shown, the first of its alternatives. */
export function firstKeys(command: Registered | undefined): string | undefined {
  return command && keysOf(command)[0];
}

/** Runs `listener` while mounted; for the one place that starts the handler. */
export function useListening(start: () => () => void): void {
  useEffect(start, [start]);
}
