import { Eye, ListFilter, type LucideIcon } from "lucide-react";
import { useT } from "@/i18n";
import { Card } from "@/ui/Card";
import { type Column, Table } from "@/ui/Table";
import { Download } from "./Download";
import { Share } from "./Measure";
import { setRows } from "./rows";
import type { Alignment, ChosenSet, Limits } from "./server";

/** Which checks to keep: for watching, and the fewest for reading, in sample and held out. */
export function Keep({ alignment }: { alignment: Alignment }) {
  const t = useT();
  return (
    <div className="criteria-keep">
      <OneSet kind="detector" icon={Eye} chosen={alignment.detector} bad={alignment.bad} />
      <OneSet kind="minimal" icon={ListFilter} chosen={alignment.minimal} bad={alignment.bad} />
      <div className="criteria-caveat row">
        <p className="grow">{t("criteria.keepHelp")}</p>
        <Download criterion={alignment.criterion} what="sets" rows={setRows(alignment)} />
      </div>
    </div>
  );
}

interface OneSetProps {
  kind: "detector" | "minimal";
  icon: LucideIcon;
  chosen: ChosenSet;
  /** How many bad outputs there are to catch. */
  bad: number;
}

interface SetRow {
  id: "inSample" | "heldOut";
  coverage: number | null;
  false_failure: number | null;
  intervals: { coverage: Limits; false_failure: Limits };
  why: string;
}

function OneSet({ kind, icon: Icon, chosen, bad }: OneSetProps) {
  const t = useT();
  const { in_sample, held_out } = chosen;
  const missed = bad - Math.round((in_sample.coverage ?? 1) * bad);
  const noIntervals = { coverage: null, false_failure: null };
  const rows: SetRow[] = [
    { id: "heldOut", ...held_out, why: t("criteria.noHeldOut") },
    { id: "inSample", ...in_sample, intervals: noIntervals, why: t("criteria.noChosen") },
  ];
  const columns: Column<SetRow>[] = [
    {
      id: "sample",
      header: t("criteria.measuredOn"),
      cell: ({ id }) => <span title={t(`criteria.${id}Help`)}>{t(`criteria.${id}`)}</span>,
    },
    {
      id: "coverage",
      header: t("criteria.coverage"),
      cell: ({ coverage, intervals, why }) => (
        <Share
          label={t("criteria.coverage")}
          value={coverage}
          limits={intervals.coverage}
          why={why}
        />
      ),
    },
    {
      id: "false",
      header: t("criteria.falseFailure"),
      cell: ({ false_failure, intervals, why }) => (
        <Share
          label={t("criteria.falseFailure")}
          value={false_failure}
          limits={intervals.false_failure}
          why={why}
        />
      ),
    },
  ];
  return (
    <Card
      flush
      title={
        <span className="row">
          <Icon className="ico" aria-hidden="true" />
          {t(`criteria.set.${kind}`)}
        </span>
      }
      actions={
        <span className="num mut small">{t("criteria.checks", { n: chosen.checks.length })}</span>
      }
    >
      <p className="criteria-lead">{t(`criteria.set.${kind}Help`)}</p>
      {chosen.checks.length === 0 ? (
        <p className="criteria-lead">
          <b>{t("criteria.noChosen")}</b>
        </p>
      ) : (
        <ol className="criteria-chosen">
          {chosen.checks.map((check) => (
            <li key={check}>
              <code>{check}</code>
            </li>
          ))}
        </ol>
      )}
      <Table
        caption={t(`criteria.set.${kind}`)}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
      />
      <div className="criteria-lead small mut">
        {held_out.folds > 0 && (
          <p>{t("criteria.folds", { folds: held_out.folds, repeats: held_out.repeats })}</p>
        )}
        {!chosen.optimal && <p>{t("criteria.notOptimal")}</p>}
        {missed > 0 && <p>{t("criteria.setMisses", { n: missed, bad })}</p>}
      </div>
    </Card>
  );
}
