import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { type Column, Table } from "@/ui/Table";
import type { Series, TimeChartProps } from "./TimeChart";

/** The numbers of a chart. */
export function ChartTable({ title, x, series, format }: TimeChartProps) {
  const t = useT();
  const f = useFormat();
  const bounds = (one: Series, row: number) => {
    const low = one.low?.[row];
    const high = one.high?.[row];
    const between = low == null || high == null ? "" : ` (${format(low)} – ${format(high)})`;
    const note = one.notes?.[row];
    return note ? `${between} ${note}` : between;
  };
  const columns: Column<number>[] = [
    {
      id: "time",
      header: t("ui.time"),
      cell: (row) => f.exact((x[row] ?? 0) * 1e9),
      sort: (row) => x[row] ?? 0,
    },
    ...series.map(
      (one): Column<number> => ({
        id: one.label,
        header: one.label,
        numeric: true,
        cell: (row) => {
          const value = one.values[row] ?? null;
          return value === null ? f.number(null) : `${format(value)}${bounds(one, row)}`;
        },
        sort: (row) => one.values[row] ?? null,
      }),
    ),
  ];
  const filled = x
    .map((_, row) => row)
    .filter((row) => {
      return series.some((one) => one.values[row] != null);
    });
  return (
    <div className="chart-table">
      <Table caption={title} columns={columns} rows={filled} rowKey={String} />
    </div>
  );
}
