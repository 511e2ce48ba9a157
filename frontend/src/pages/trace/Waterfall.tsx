// biome-ignore-all lint/a11y/useFocusableInteractive: the tree has the focus and names its selected item
import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronRight, CircleX } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Minimap } from "./Minimap";
import { iconOf } from "./operations";
import { endOf, type Node, type Tree } from "./tree";

/** The spans of a trace as a tree, each with its bar on the time of the trace. */

const HEIGHT = 30;
const OVERSCAN = 12;
const INDENT = 14;
const DEEPEST = 14;
const TICKS = [0, 0.25, 0.5, 0.75];

interface WaterfallProps {
  tree: Tree;
  nodes: readonly Node[];
  /** Where in them the selected one is; -1: it is folded away. */
  at: number;
  selected: string;
  folded: ReadonlySet<string>;
  found: ReadonlySet<string>;
  onSelect: (id: string) => void;
  onFold: (id: string) => void;
}

export function Waterfall(props: WaterfallProps) {
  const { tree, nodes, at, selected, folded, found, onSelect, onFold } = props;
  const t = useT();
  const f = useFormat();
  const scroll = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: nodes.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => HEIGHT,
    overscan: OVERSCAN,
    getItemKey: (at) => nodes[at]?.span.span_id ?? at,
  });
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: "auto" });
  }, [at, virtualizer]);
  const total = Math.max(1, tree.end_ns - tree.start_ns);
  return (
    <div className="fall">
      <div className="fall-head" aria-hidden="true">
        <span>{t("trace.span")}</span>
        <span className="numeric">{t("trace.duration")}</span>
        <span className="fall-cost numeric">{t("trace.cost")}</span>
        <span className="fall-axis num">
          {TICKS.map((share) => (
            <span key={share} style={{ left: `${share * 100}%` }}>
              {share === 0 ? "0" : f.duration(total * share)}
            </span>
          ))}
        </span>
      </div>
      <div className="fall-body">
        <div
          className="fall-scroll"
          role="tree"
          aria-label={t("trace.spans")}
          aria-activedescendant={at >= 0 ? `span-${selected}` : undefined}
          tabIndex={0}
          ref={scroll}
        >
          <div
            role="presentation"
            className="fall-rows"
            style={{ height: virtualizer.getTotalSize() }}
          >
            {virtualizer.getVirtualItems().map((item) => {
              const node = nodes[item.index];
              if (!node) return null;
              const id = node.span.span_id;
              return (
                <FallRow
                  key={id}
                  node={node}
                  top={item.start}
                  origin={tree.start_ns}
                  total={total}
                  selected={id === selected}
                  folded={folded.has(id)}
                  found={found.has(id)}
                  onSelect={onSelect}
                  onFold={onFold}
                />
              );
            })}
          </div>
        </div>
        <Minimap
          nodes={nodes}
          onPick={(index) => virtualizer.scrollToIndex(index, { align: "center" })}
        />
      </div>
    </div>
  );
}

interface FallRowProps {
  node: Node;
  top: number;
  origin: number;
  total: number;
  selected: boolean;
  folded: boolean;
  found: boolean;
  onSelect: (id: string) => void;
  onFold: (id: string) => void;
}

const FallRow = memo((props: FallRowProps) => {
  const { node, top, origin, total, selected, folded, found, onSelect, onFold } = props;
  const t = useT();
  const f = useFormat();
  const { span } = node;
  const failed = span.status === "error";
  const Icon = iconOf(span.operation);
  const name = span.name || span.operation;
  const hidden = folded ? node.errors - (failed ? 1 : 0) : 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: arrow keys of the page do what a click does
    <div
      id={`span-${span.span_id}`}
      role="treeitem"
      aria-level={node.depth + 1}
      aria-selected={selected}
      aria-expanded={node.size > 0 ? !folded : undefined}
      aria-label={t(failed ? "trace.rowFailed" : "trace.row", {
        name,
        operation: span.operation,
        duration: f.duration(span.duration_ns),
      })}
      className="fall-row"
      data-found={found}
      data-failed={failed}
      style={{ transform: `translateY(${top}px)`, height: HEIGHT }}
      onClick={() => onSelect(span.span_id)}
    >
      <span
        className="fall-name"
        style={{ paddingLeft: Math.min(node.depth, DEEPEST) * INDENT }}
        title={node.depth > DEEPEST ? t("trace.depth", { n: node.depth + 1 }) : ""}
      >
        {node.size > 0 ? (
          <button
            type="button"
            className="fall-fold"
            aria-hidden="true"
            tabIndex={-1}
            data-open={!folded}
            onClick={(event) => {
              event.stopPropagation();
              onFold(span.span_id);
            }}
          >
            <ChevronRight className="ico" aria-hidden="true" />
          </button>
        ) : (
          <span className="fall-fold" />
        )}
        <Icon className="ico fall-icon" aria-hidden="true" />
        <span className="clip" title={name}>
          {name}
        </span>
        {failed && (
          <span className="fall-failed">
            <CircleX className="ico" aria-hidden="true" />
            {t("trace.failed")}
          </span>
        )}
        {node.orphan && <span className="fall-note">{t("trace.orphan")}</span>}
        {folded && <span className="fall-note num">+{f.number(node.size)}</span>}
        {hidden > 0 && (
          <span className="fall-failed num">
            <CircleX className="ico" aria-hidden="true" />
            {f.number(hidden)}
          </span>
        )}
      </span>
      <span className="num numeric">{f.duration(span.duration_ns)}</span>
      <span className="num numeric fall-cost">{span.cost === null ? "" : f.cost(span.cost)}</span>
      <span className="fall-lane" aria-hidden="true">
        <Bar node={node} origin={origin} total={total} />
      </span>
    </div>
  );
});

function Bar({ node: { span }, origin, total }: Pick<FallRowProps, "node" | "origin" | "total">) {
  const left = ((span.start_ns - origin) / total) * 100;
  const width = ((endOf(span) - span.start_ns) / total) * 100;
  const place = { left: `${Math.min(left, 99.6)}%`, width: `max(3px, ${width}%)` };
  return <i className={`fall-bar fall-${kindOf(span.operation)}`} style={place} />;
}

function kindOf(operation: string): string {
  if (/^(chat|text_completion|generate_content)$/.test(operation)) return "model";
  if (/^(retrieval|rerank|embeddings)$/.test(operation)) return "search";
  if (operation === "execute_tool") return "tool";
  return "other";
}
