import { type Command, useCommands } from "@/app/keys";
import { useMe } from "@/app/me";
import { useT } from "@/i18n";
import { useCopy } from "@/ui/Copy";
import { usePicking } from "./picking";
import type { Selection } from "./selection";
import { keyOf, partsOf, type Row } from "./server";

interface RowKeys {
  app: string;
  rows: readonly Row[];
  active: string;
  onActive: (key: string) => void;
  onOpen: (row: Row) => void;
  selection: Selection;
}

/** The keys that move through the rows, and what they do with the one they are at or the selected. */
export function useRowKeys({ app, rows, active, onActive, onOpen, selection }: RowKeys): void {
  const t = useT();
  const me = useMe();
  const { copy } = useCopy();
  const pick = usePicking(app);
  const at = rows.findIndex((row) => keyOf(row.span) === active);
  const move = (by: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))];
    if (next) onActive(keyOf(next.span));
  };
  const meant = selection.keys.size ? [...selection.keys] : at >= 0 ? [active] : [];
  const noRow = meant.length ? undefined : t("traces.noRow");
  const queue = async () => {
    if (await pick(meant.map(partsOf))) selection.clear();
  };
  const moving = [
    ["next", ["j", "down"], 1],
    ["previous", ["k", "up"], -1],
    ["pageDown", "pagedown", 10],
    ["pageUp", "pageup", -10],
    ["first", "home", -rows.length],
    ["last", "end", rows.length],
  ] as const;
  useCommands("traces.title", [
    ...moving.map(([name, keys, by]): Command => {
      return {
        id: `traces.${name}`,
        keys,
        label: `traces.${name}`,
        run: () => move(by),
        quiet: true,
      };
    }),
    {
      id: "traces.open",
      keys: "enter",
      label: "traces.open",
      run: () => rows[at] && onOpen(rows[at]),
      unavailable: at < 0 ? t("traces.noRow") : undefined,
      quiet: true,
    },
    {
      id: "traces.selectRow",
      keys: "x",
      label: "traces.selectRow",
      run: () => (at < 0 ? move(0) : selection.toggle(active, false)),
      quiet: true,
    },
    {
      id: "traces.selectThrough",
      keys: "shift+x",
      label: "traces.selectThrough",
      run: () => selection.toggle(active, true),
      quiet: true,
    },
    {
      id: "traces.queue",
      keys: "a",
      label: "traces.queue",
      run: () => void queue(),
      unavailable: me.why("reviewer") ?? noRow,
    },
    {
      id: "traces.copyIds",
      keys: "c",
      label: "traces.copyIds",
      run: () => void copy(meant.map((key) => partsOf(key).trace_id).join("\n")),
      unavailable: noRow,
    },
    {
      id: "traces.clear",
      keys: "esc",
      label: "traces.clear",
      run: selection.clear,
      unavailable: selection.keys.size ? undefined : t("traces.noSelection"),
    },
  ]);
}
