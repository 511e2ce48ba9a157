import { useMemo } from "react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { type Column, Table } from "@/ui/Table";
import { Kappa, Share } from "../Measure";
import type { Alignment, GradedCheck } from "../server";
import { ranked } from "../trust";
import { Trust } from "./Trust";

interface CheckTableProps {
  alignment: Alignment;
  selected: string;
  onSelect: (check: string) => void;
}

/** Every check against people: agreement, what it catches, how often it is wrong. */
export function CheckTable({ alignment, selected, onSelect }: CheckTableProps) {
  const t = useT();
  const f = useFormat();
  const { checks, trusted } = alignment;
  const rows = useMemo(() => ranked(checks, trusted), [checks, trusted]);
  const columns: Column<GradedCheck>[] = [
    {
      id: "check",
      header: t("criteria.check"),
      cell: (row) => (
        <span className="criteria-check">
          <code className="clip" title={row.check}>
            {row.check}
          </code>
          <Trust grade={row} trusted={trusted} />
        </span>
      ),
      sort: ({ check }) => check,
    },
    {
      id: "kappa",
      header: t("criteria.kappa"),
      cell: ({ kappa, intervals }) => (
        <Kappa
          label={t("criteria.kappa")}
          value={kappa}
          limits={intervals.kappa}
          why={t("criteria.why.oneKind")}
        />
      ),
      sort: ({ kappa }) => kappa,
    },
    {
      id: "coverage",
      header: t("criteria.coverage"),
      cell: ({ coverage, intervals }) => (
        <Share
          label={t("criteria.coverage")}
          value={coverage}
          limits={intervals.coverage}
          why={t("criteria.noBad")}
        />
      ),
      sort: ({ coverage }) => coverage,
    },
    {
      id: "false",
      header: t("criteria.falseFailure"),
      cell: ({ false_failure, intervals }) => (
        <Share
          label={t("criteria.falseFailure")}
          value={false_failure}
          limits={intervals.false_failure}
          why={t("criteria.noGood")}
        />
      ),
      sort: ({ false_failure }) => false_failure,
    },
    {
      id: "n",
      header: "n",
      numeric: true,
      cell: ({ n, unmeasured }) => (
        <span title={t("criteria.nHelp", { n, unmeasured })}>
          {f.number(n)}
          {unmeasured > 0 && <small className="mut"> +{f.number(unmeasured)}</small>}
        </span>
      ),
      sort: ({ n }) => n,
    },
  ];
  return (
    <Table
      caption={t("criteria.tableOf", { criterion: alignment.criterion })}
      columns={columns}
      rows={rows}
      rowKey={({ check }) => check}
      selected={selected}
      onRow={({ check }) => onSelect(check)}
    />
  );
}
