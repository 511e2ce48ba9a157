import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import "./controls.css";

export interface Column<R> {
  id: string;
  header: string;
  cell: (row: R) => ReactNode;
  /** The header is only for those who hear the page, as above buttons. */
  hideHeader?: boolean;
  numeric?: boolean;
  /** What to sort by; without it the column cannot be sorted. */
  sort?: (row: R) => number | string | null;
  width?: number | string;
}

interface TableProps<R> {
  /** What the table lists, for those who hear the page. */
  caption: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
  /** Opens a row; the content of its first cell is the button. */
  onRow?: (row: R) => void;
  selected?: string;
}

interface Sorting {
  column: string;
  down: boolean;
}

function compare(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b));
}

/** A table for up to a few hundred rows; longer lists are windowed by their page. */
export function Table<R>({ caption, columns, rows, rowKey, onRow, selected }: TableProps<R>) {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const sorted = useMemo(() => {
    const by = columns.find((column) => column.id === sorting?.column)?.sort;
    if (!by) return rows;
    return [...rows].sort((a, b) => compare(by(a), by(b)) * (sorting?.down ? -1 : 1));
  }, [rows, columns, sorting]);
  const turn = (column: string) => {
    setSorting((now) => {
      if (now?.column !== column) return { column, down: true };
      return now.down ? { column, down: false } : null;
    });
  };
  return (
    <div className="table-wrap">
      <table className={`table ${onRow ? "table-rows-open" : ""}`}>
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Header key={column.id} column={column} sorting={sorting} turn={turn} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={rowKey(row)} aria-selected={selected === rowKey(row) ? true : undefined}>
              {columns.map((column, at) => (
                <td key={column.id} className={column.numeric ? "numeric" : ""}>
                  {at === 0 && onRow ? (
                    <button type="button" className="table-open" onClick={() => onRow(row)}>
                      {column.cell(row)}
                    </button>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeaderProps<R> {
  column: Column<R>;
  sorting: Sorting | null;
  turn: (column: string) => void;
}

function Header<R>({ column, sorting, turn }: HeaderProps<R>) {
  const active = sorting?.column === column.id;
  const Arrow = sorting?.down ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={column.numeric ? "numeric" : ""}
      style={column.width === undefined ? undefined : { width: column.width }}
      aria-sort={active ? (sorting.down ? "descending" : "ascending") : undefined}
    >
      {column.sort ? (
        <button type="button" onClick={() => turn(column.id)}>
          {column.header}
          {active && <Arrow className="ico" aria-hidden="true" />}
        </button>
      ) : (
        <span className={column.hideHeader ? "sr" : ""}>{column.header}</span>
      )}
    </th>
  );
}
