import { type MouseEvent, useMemo } from "react";
import { useT } from "@/i18n";
import type { Node } from "./tree";

/** Where in a long list the failures are. */

const BUCKETS = 160;
/** A list that fits on a screen needs no map. */
const LONG = 24;

interface MinimapProps {
  nodes: readonly Node[];
  onPick: (index: number) => void;
}

export function Minimap({ nodes, onPick }: MinimapProps) {
  const t = useT();
  const marks = useMemo(() => {
    const failed = nodes.flatMap((node, at) => (node.span.status === "error" ? [at] : []));
    return [...new Set(failed.map((at) => Math.floor((at / nodes.length) * BUCKETS)))];
  }, [nodes]);
  if (marks.length === 0 || nodes.length <= LONG) return null;
  const pick = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    onPick(Math.floor(((event.clientY - box.top) / box.height) * nodes.length));
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: E goes from failure to failure
    // biome-ignore lint/a11y/noStaticElementInteractions: the same
    <div className="minimap" title={t("trace.minimap")} onClick={pick}>
      {marks.map((mark) => (
        <i key={mark} style={{ top: `${(mark / BUCKETS) * 100}%` }} />
      ))}
    </div>
  );
}
