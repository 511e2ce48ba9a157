import { ChevronsDownUp, ChevronsUpDown, CircleX } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { useCommands } from "@/app/keys";
import { useT } from "@/i18n";
import { IconButton } from "@/ui/Button";
import { Search, useFound } from "./Search";
import { foldable, foldedToErrors } from "./tree";
import type { Folding } from "./useTree";
import { Waterfall } from "./Waterfall";

/** The left side: the spans, a search within them, and the keys that move through them. */

interface TreePaneProps {
  app: string;
  trace: string;
  folding: Folding;
  selected: string;
  onSelect: (id: string) => void;
}

export function TreePane({ app, trace, folding, selected, onSelect }: TreePaneProps) {
  const t = useT();
  const { tree, nodes, places, folded, setFolded, toggle, reveal } = folding;
  const [words, setWords] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const { found } = useFound(app, trace, tree, words);
  const at = places.get(selected) ?? -1;
  const node = nodes[at];
  const go = (id: string | undefined) => {
    if (id === undefined) return;
    reveal(id);
    onSelect(id);
  };
  const move = (by: number) =>
    go(nodes[Math.max(0, Math.min(nodes.length - 1, at + by))]?.span.span_id);
  /** The next span of some, in the order of the tree, beginning anew at its end. */
  const jump = (wanted: (id: string, failed: boolean) => boolean, by: number) => {
    const ids = tree.nodes
      .filter(({ span }) => wanted(span.span_id, span.status === "error"))
      .map(({ span }) => span.span_id);
    const here = tree.nodes.findIndex(({ span }) => span.span_id === selected);
    const place = new Map(tree.nodes.map(({ span }, index) => [span.span_id, index]));
    const after = ids.filter((id) => ((place.get(id) ?? 0) - here) * by > 0);
    go(by > 0 ? (after[0] ?? ids[0]) : (after.at(-1) ?? ids.at(-1)));
  };
  const open = () => {
    if (node && folded.has(selected)) toggle(selected);
    else go(node?.children[0]?.span.span_id);
  };
  const close = () => {
    if (node && node.size > 0 && !folded.has(selected)) toggle(selected);
    else go(node?.parent?.span.span_id);
  };
  const noErrors = tree.errors ? undefined : t("trace.noErrors");
  const matches = useMemo(() => {
    return found.size ? tree.nodes.filter(({ span }) => found.has(span.span_id)) : [];
  }, [tree, found]);
  useCommands("trace.spans", [
    { id: "trace.down", keys: ["down", "j"], label: "trace.down", run: () => move(1), quiet: true },
    { id: "trace.up", keys: ["up", "k"], label: "trace.up", run: () => move(-1), quiet: true },
    {
      id: "trace.pageDown",
      keys: "pagedown",
      label: "trace.pageDown",
      run: () => move(15),
      quiet: true,
    },
    {
      id: "trace.pageUp",
      keys: "pageup",
      label: "trace.pageUp",
      run: () => move(-15),
      quiet: true,
    },
    {
      id: "trace.home",
      keys: "home",
      label: "trace.home",
      run: () => move(-nodes.length),
      quiet: true,
    },
    {
      id: "trace.end",
      keys: "end",
      label: "trace.end",
      run: () => move(nodes.length),
      quiet: true,
    },
    { id: "trace.openSpan", keys: "right", label: "trace.openSpan", run: open, quiet: true },
    { id: "trace.closeSpan", keys: "left", label: "trace.closeSpan", run: close, quiet: true },
    { id: "trace.search", keys: "/", label: "trace.search", run: () => input.current?.select() },
    {
      id: "trace.nextError",
      keys: "e",
      label: "trace.nextError",
      run: () => jump((_, failed) => failed, 1),
      unavailable: noErrors,
    },
    {
      id: "trace.foldAll",
      keys: "-",
      label: "trace.foldAll",
      run: () => setFolded(foldable(tree)),
    },
    {
      id: "trace.unfoldAll",
      keys: ["=", "+"],
      label: "trace.unfoldAll",
      run: () => setFolded(new Set()),
    },
    {
      id: "trace.onlyErrors",
      keys: "shift+e",
      label: "trace.onlyErrors",
      run: () => setFolded(foldedToErrors(tree)),
      unavailable: noErrors,
    },
  ]);
  return (
    <section className="trace-tree" aria-label={t("trace.spans")}>
      <div className="tree-tools">
        <Search
          words={words}
          onWords={setWords}
          input={input}
          at={matches.findIndex(({ span }) => span.span_id === selected)}
          number={matches.length}
          onStep={(by) => jump((id) => found.has(id), by)}
        />
        {tree.errors > 0 && <IconButton icon={CircleX} command="trace.onlyErrors" />}
        <IconButton icon={ChevronsDownUp} command="trace.foldAll" />
        <IconButton icon={ChevronsUpDown} command="trace.unfoldAll" />
      </div>
      <Waterfall
        tree={tree}
        nodes={nodes}
        at={at}
        selected={selected}
        folded={folded}
        found={found}
        onSelect={onSelect}
        onFold={toggle}
      />
    </section>
  );
}
