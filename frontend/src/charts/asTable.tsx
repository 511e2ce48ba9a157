import { ChartSpline, Table2 } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useCommands } from "@/app/keys";
import { Button } from "@/ui/Button";

/** Whether charts are shown as tables of their numbers: to read, to hear, to copy. */

let asTable = false;
const listeners = new Set<() => void>();

function turn(): void {
  asTable = !asTable;
  for (const listener of listeners) listener();
}

export function useAsTable(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asTable,
  );
}

/** The button, and the key `V`, that turn all charts of a page into tables and back. */
export function ChartsAsTable() {
  const shown = useAsTable();
  useCommands("ui.view", [{ id: "charts.table", keys: "v", label: "ui.asTable", run: turn }]);
  return (
    <Button
      command="charts.table"
      kind="ghost"
      icon={shown ? ChartSpline : Table2}
      pressed={shown}
    />
  );
}
