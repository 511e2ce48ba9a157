import { Plus } from "lucide-react";
import { useCommands } from "@/app/keys";
import { useT } from "@/i18n";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { CellItems } from "../CellItems";
import { Download } from "../Download";
import { checkRows } from "../rows";
import type { Alignment, CheckInfo, Criterion } from "../server";
import { type Change, CLOSED, type State } from "../state";
import { CheckDetail } from "./CheckDetail";
import { CheckTable } from "./CheckTable";
import { NoChecks } from "./NoChecks";

interface ChecksTabProps {
  criterion: Criterion;
  alignment: Alignment;
  /** The check that is open. */
  open: string;
  infos: readonly CheckInfo[];
  state: State;
  setState: Change;
}

/** Every check beside the one that is open; or the outputs of one of its cells. */
export function ChecksTab(props: ChecksTabProps) {
  const { criterion, alignment, open, infos, state, setState } = props;
  const t = useT();
  const grade = alignment.checks.find(({ check }) => check === open);
  const select = (check: string) => setState({ check, ...CLOSED }, { replace: true });
  if (!grade) return <NoChecks />;
  return (
    <div className="criteria-split">
      {state.cell === "none" ? (
        <>
          <Moving />
          <Card
            flush
            title={t("criteria.checksTitle")}
            actions={
              <>
                <Download criterion={criterion.name} what="checks" rows={checkRows(alignment)} />
                <Button command="criteria.addCheck" icon={Plus} />
              </>
            }
          >
            <CheckTable alignment={alignment} selected={grade.check} onSelect={select} />
          </Card>
        </>
      ) : (
        <CellItems
          criterion={criterion}
          state={{ ...state, check: grade.check }}
          setState={setState}
          cell={state.cell}
        />
      )}
      <CheckDetail
        criterion={criterion.name}
        grade={grade}
        trusted={alignment.trusted}
        info={infos.find(({ spec }) => spec === grade.check)}
        cell={state.cell === "none" ? null : state.cell}
        onCell={(cell) => setState({ check: grade.check, cell, item: "" })}
      />
    </div>
  );
}

/** J and K go through the table in the order in which it is shown, however it is sorted. */
function Moving() {
  const move = (by: number) => {
    const rows = [...document.querySelectorAll<HTMLElement>(".criteria-split tbody tr")].filter(
      (row) => row.querySelector(".table-open"),
    );
    const at = rows.findIndex((row) => row.ariaSelected === "true");
    const next = rows[at + by];
    next?.querySelector<HTMLElement>(".table-open")?.click();
    next?.scrollIntoView({ block: "nearest" });
  };
  useCommands("criteria.checksTitle", [
    { id: "criteria.nextCheck", keys: ["j", "down"], label: "criteria.next", run: () => move(1) },
    {
      id: "criteria.previousCheck",
      keys: ["k", "up"],
      label: "criteria.previous",
      run: () => move(-1),
    },
  ]);
  return null;
}
