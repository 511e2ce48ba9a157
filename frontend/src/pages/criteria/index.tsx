import { Plus } from "lucide-react";
import { useState } from "react";
import { useApp } from "@/app/application";
import { useCommands } from "@/app/keys";
import { useMe } from "@/app/me";
import { useUrlState } from "@/app/navigation";
import { Page } from "@/app/Page";
import { ChartsAsTable } from "@/charts";
import { useT } from "@/i18n";
import { Button } from "@/ui/Button";
import { KeyHints } from "@/ui/Key";
import { EmptyState, QueryView, Skeleton } from "@/ui/States";
import { toast } from "@/ui/toast";
import { Add } from "./Add";
import { Detail } from "./Detail";
import { CheckEditor } from "./editor/CheckEditor";
import { List } from "./List";
import {
  type CheckInfo,
  type Criterion,
  runChecks,
  useAlignment,
  useChecks,
  useCriteria,
} from "./server";
import { CLOSED, FIELDS } from "./state";
import { ranked } from "./trust";
import "./criteria.css";

/** What good means, and which checks agree with people about it. */
export default function CriteriaPage() {
  const t = useT();
  const me = useMe();
  const query = useCriteria();
  const [adding, setAdding] = useState(false);
  const [state, setState] = useUrlState(FIELDS);
  useCommands("criteria.title", [
    {
      id: "criteria.add",
      keys: "n",
      label: "criteria.add",
      run: () => setAdding(true),
      unavailable: me.why("reviewer"),
    },
  ]);
  const criteria = query.data ?? [];
  const active = criteria.find(({ name }) => name === state.criterion) ?? criteria[0];
  return (
    <Page
      panes
      title={t("criteria.title")}
      controls={<ChartsAsTable />}
      foot={<KeyHints ids={HINTS} />}
    >
      <QueryView
        query={query}
        skeleton={<Waiting />}
        empty={
          <div className="pane">
            <EmptyState
              title={t("criteria.empty")}
              action={<Button command="criteria.add" kind="primary" icon={Plus} />}
            >
              {t("criteria.emptyText")}
            </EmptyState>
          </div>
        }
      >
        {(all) =>
          active && (
            <div className="criteria">
              <List
                criteria={all}
                active={active.name}
                onChoose={(criterion) => setState({ criterion, check: "", ...CLOSED })}
              />
              <OfCriterion key={active.name} criterion={active} state={state} setState={setState} />
            </div>
          )
        }
      </QueryView>
      {adding && (
        <Add
          taken={criteria.map(({ name }) => name)}
          onClose={() => setAdding(false)}
          onAdded={(criterion) => {
            setAdding(false);
            setState({ criterion, tab: "wording", check: "", ...CLOSED });
          }}
        />
      )}
    </Page>
  );
}

const HINTS = [
  "criteria.nextCheck",
  "criteria.previousCheck",
  "criteria.nextItem",
  "criteria.previousItem",
  "criteria.openTrace",
  "criteria.back",
  "criteria.edit",
  "criteria.rerun",
  "criteria.tab.matrix",
  "criteria.editWording",
  "criteria.save",
  "charts.table",
];

type OfCriterionProps = {
  criterion: Criterion;
  state: ReturnType<typeof useUrlState<typeof FIELDS>>[0];
  setState: ReturnType<typeof useUrlState<typeof FIELDS>>[1];
};

/** A criterion with what can be done with its checks. */
function OfCriterion({ criterion, state, setState }: OfCriterionProps) {
  const t = useT();
  const app = useApp();
  const infos = useChecks();
  const { data: alignment } = useAlignment(criterion, infos);
  const [editing, setEditing] = useState<"no" | "add" | "edit">("no");
  const checks = alignment ? ranked(alignment.checks, alignment.trusted) : [];
  const known = checks.some(({ check }) => check === state.check);
  const open = (known ? state.check : checks[0]?.check) ?? "";
  const info = infos.find(({ spec }) => spec === open);
  const rerun = async () => {
    try {
      await runChecks(app, [open]);
      toast({ text: t("criteria.jobStarted", { check: open }) });
    } catch (error) {
      toast({ text: error instanceof Error ? error.message : String(error), kind: "error" });
    }
  };
  return (
    <>
      <Detail criterion={criterion} infos={infos} open={open} state={state} setState={setState} />
      {state.tab !== "wording" && (
        <CheckCommands
          info={info}
          onEdit={() => setEditing("edit")}
          onAdd={() => setEditing("add")}
          onRerun={() => void rerun()}
        />
      )}
      {editing !== "no" && (
        <CheckEditor
          criterion={criterion.name}
          checks={infos}
          edited={editing === "edit" ? (info ?? null) : null}
          onClose={() => setEditing("no")}
          onSaved={(check) => {
            setEditing("no");
            setState({ tab: "checks", check, ...CLOSED });
          }}
        />
      )}
    </>
  );
}

interface CheckCommandsProps {
  info: CheckInfo | undefined;
  onEdit: () => void;
  onRerun: () => void;
  onAdd: () => void;
}

/** What can be done with the check that is open; not while the wording is. */
function CheckCommands({ info, onEdit, onRerun, onAdd }: CheckCommandsProps) {
  const t = useT();
  const role = useMe().why("reviewer");
  useCommands("criteria.checksTitle", [
    ...(info
      ? [
          {
            id: "criteria.edit",
            keys: "e",
            label: "criteria.edit" as const,
            run: onEdit,
            unavailable: role ?? whyNotEditable(info, t),
          },
          {
            id: "criteria.rerun",
            keys: "r",
            label: "criteria.rerun" as const,
            run: onRerun,
            unavailable: role ?? (info.origin === "recorded" ? t("criteria.recorded") : undefined),
          },
        ]
      : []),
    {
      id: "criteria.addCheck",
      keys: "a",
      label: "criteria.addCheck",
      run: onAdd,
      unavailable: role,
    },
  ]);
  return null;
}

function whyNotEditable(info: CheckInfo, t: ReturnType<typeof useT>): string | undefined {
  if (info.origin === "recorded") return t("criteria.recorded");
  if (info.parameters.length === 0) return t("criteria.noParameters");
  return info.editable ? undefined : t("criteria.notEditable");
}

function Waiting() {
  return (
    <div className="pane stack">
      <Skeleton lines={4} />
      <Skeleton height={260} />
    </div>
  );
}
