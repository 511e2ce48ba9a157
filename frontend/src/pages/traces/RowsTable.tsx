// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold only the rows that are seen
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useVirtualizer } from "@tanstack/react-virtual";
import { Check } from "lucide-react";
import { type MouseEvent, memo, type RefObject, useEffect, useMemo } from "react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import type { Search } from "@/lib/search";
import { useSetting } from "@/lib/settings";
import { COLUMNS, type Column } from "./columns";
import { keyOf, type Row } from "./server";

/** The rows that are seen, and a few around them: the others are not in the page. */

const HEIGHTS = { normal: 52, compact: 44 };
const AHEAD = 40;
const OVERSCAN = 6;

interface RowsTableProps {
  rows: readonly Row[];
  active: string;
  selected: ReadonlySet<string>;
  scroll: RefObject<HTMLDivElement | null>;
  /** More rows than those are not there, as far as is known. */
  total: number | null;
  search: Search;
  hasMore: boolean;
  onMore: () => void;
  onActive: (key: string) => void;
  onOpen: (row: Row) => void;
  onSelect: (key: string, through: boolean) => void;
}

export function RowsTable(props: RowsTableProps) {
  const { rows, active, selected, scroll, total, search, hasMore, onMore } = props;
  const t = useT();
  const [density] = useSetting("density");
  const [{ hidden }] = useSetting("traces");
  const height = HEIGHTS[density];
  const columns = useMemo(() => COLUMNS.filter((one) => !hidden.includes(one.id)), [hidden]);
  const template = ["34px", ...columns.map((one) => one.width)].join(" ");
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
    getItemKey: (at) => (rows[at] ? keyOf(rows[at].span) : at),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are held, so another height must be told
  useEffect(() => virtualizer.measure(), [virtualizer, height]);
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - AHEAD) onMore();
  }, [hasMore, last, rows.length, onMore]);
  const at = useMemo(() => rows.findIndex((row) => keyOf(row.span) === active), [rows, active]);
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: "auto" });
  }, [at, virtualizer]);
  return (
    <div
      className="traces-grid"
      role="grid"
      aria-label={t("traces.title")}
      aria-rowcount={hasMore ? (total ?? -1) : rows.length + 1}
      aria-multiselectable
      aria-activedescendant={at >= 0 ? `row-${active}` : undefined}
      tabIndex={0}
      ref={scroll}
    >
      <div
        className="trow trow-head"
        role="row"
        aria-rowindex={1}
        style={{ gridTemplateColumns: template }}
      >
        <span role="columnheader" className="sr">
          {t("traces.col.selected")}
        </span>
        <span aria-hidden="true" />
        {columns.map((column) => (
          <span key={column.id} role="columnheader" className={column.numeric ? "numeric" : ""}>
            {t(column.label)}
          </span>
        ))}
      </div>
      <div role="presentation" className="trows" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const key = keyOf(row.span);
          return (
            <TableRow
              key={key}
              row={row}
              index={item.index}
              top={item.start}
              height={height}
              template={template}
              columns={columns}
              active={key === active}
              selected={selected.has(key)}
              search={search}
              onActive={props.onActive}
              onOpen={props.onOpen}
              onSelect={props.onSelect}
            />
          );
        })}
      </div>
    </div>
  );
}

interface TableRowProps
  extends Pick<RowsTableProps, "search" | "onActive" | "onOpen" | "onSelect"> {
  row: Row;
  index: number;
  top: number;
  height: number;
  template: string;
  columns: readonly Column[];
  active: boolean;
  selected: boolean;
}

const TableRow = memo((props: TableRowProps) => {
  const { row, index, top, height, template, columns, active, selected, search } = props;
  const t = useT();
  const f = useFormat();
  const key = keyOf(row.span);
  const press = (event: MouseEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    if (getSelection()?.isCollapsed === false) return; // a person marks text to copy it
    if (event.shiftKey) return props.onSelect(key, true);
    props.onOpen(row);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is a key of the page
    <div
      id={`row-${key}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-active={active}
      className="trow"
      style={{ gridTemplateColumns: template, height, transform: `translateY(${top}px)` }}
      onClick={press}
      onMouseDown={(event) => {
        if (event.shiftKey) event.preventDefault(); // no text is marked by shift and click
        props.onActive(key);
      }}
    >
      <span role="gridcell" className="cell-select">
        <button
          type="button"
          role="checkbox"
          aria-checked={selected}
          aria-label={t("traces.select", { name: row.span.name })}
          tabIndex={-1}
          className="tick"
          onClick={(event) => {
            event.preventDefault();
            props.onSelect(key, event.shiftKey);
          }}
        >
          <Check className="ico" aria-hidden="true" />
        </button>
      </span>
      {columns.map((column) => (
        <span
          key={column.id}
          role="gridcell"
          className={`tcell ${column.numeric ? "numeric num" : ""}`}
        >
          {column.cell(row, { f, t, search })}
        </span>
      ))}
    </div>
  );
});
