import { Pencil, RotateCw } from "lucide-react";
import { ConfusionMatrix, Curve } from "@/charts";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import type { Interval } from "@/lib/intervals";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { QueryView, Skeleton } from "@/ui/States";
import { type CellName, type CheckInfo, type GradedCheck, type Round, useRounds } from "../server";
import { whyOf } from "../trust";
import { kappaOf, whySentence } from "../words";
import { Trust } from "./Trust";

interface CheckDetailProps {
  criterion: string;
  grade: GradedCheck;
  trusted: readonly string[];
  info: CheckInfo | undefined;
  cell: CellName | null;
  onCell: (cell: CellName) => void;
}

/** One check against people: what it is, where it and they part, and how that became known. */
export function CheckDetail(props: CheckDetailProps) {
  const { criterion, grade, trusted, info, cell, onCell } = props;
  const t = useT();
  const f = useFormat();
  return (
    <div className="criteria-detail">
      <Card
        title={<code className="criteria-name">{grade.check}</code>}
        actions={<Trust grade={grade} trusted={trusted} />}
      >
        <div className="stack">
          {info?.description && <p lang="en">{info.description}</p>}
          <p className="mut small">{whySentence(whyOf(grade, trusted), t, f)}</p>
          <div className="row wrap">
            <Button command="criteria.edit" icon={Pencil} />
            <Button command="criteria.rerun" icon={RotateCw} />
          </div>
        </div>
      </Card>
      <Card title={t("criteria.confusion")} actions={<Judged grade={grade} onCell={onCell} />}>
        <ConfusionMatrix
          tp={grade.tp}
          fp={grade.fp}
          fn={grade.fn}
          tn={grade.tn}
          selected={cell === "unmeasured" ? null : cell}
          onCell={onCell}
        />
      </Card>
      <Card>
        <Rounds criterion={criterion} check={grade.check} />
      </Card>
    </div>
  );
}

function Judged({ grade, onCell }: { grade: GradedCheck; onCell: (cell: CellName) => void }) {
  const t = useT();
  return (
    <span className="row num small mut">
      {t("criteria.judged", { n: grade.n })}
      {grade.unmeasured > 0 && (
        <Button kind="ghost" size="s" onClick={() => onCell("unmeasured")}>
          {t("criteria.unmeasured", { n: grade.unmeasured })}
        </Button>
      )}
    </span>
  );
}

function Rounds({ criterion, check }: { criterion: string; check: string }) {
  const t = useT();
  const query = useRounds(criterion, check);
  const none = <p className="mut">{t("criteria.noRounds")}</p>;
  return (
    <QueryView query={query} empty={none} skeleton={<Skeleton height={190} />}>
      {(rounds) => <Grown rounds={rounds} />}
    </QueryView>
  );
}

const LEVELS = [-0.5, 0, 0.5, 1];

function Grown({ rounds }: { rounds: Round[] }) {
  const t = useT();
  const f = useFormat();
  const of = (pick: (round: Round) => Interval | null) => ({
    values: rounds.map((round) => pick(round)?.value ?? null),
    low: rounds.map((round) => pick(round)?.low ?? null),
    high: rounds.map((round) => pick(round)?.high ?? null),
    notes: rounds.map((round) => {
      const n = pick(round)?.n;
      return n === undefined ? null : t("criteria.n", { n });
    }),
  });
  return (
    <>
      <Curve
        title={t("criteria.rounds")}
        xLabel={t("criteria.labelsAxis")}
        x={rounds.map(({ labels }) => labels)}
        series={[
          { label: t("criteria.kappa"), tone: "c1", ...of(({ kappa }) => kappa) },
          {
            label: t("criteria.agreement"),
            tone: "c3",
            dashed: true,
            ...of(({ agreement }) => agreement),
          },
        ]}
        format={(value) => kappaOf(value, f)}
        min={-0.5}
        max={1}
        levels={LEVELS}
        reference={{ at: 0, label: t("criteria.chance") }}
      />
      <p className="mut small">{t("criteria.roundsHelp")}</p>
    </>
  );
}
