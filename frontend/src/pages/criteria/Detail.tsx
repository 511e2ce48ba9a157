import { FlaskConical } from "lucide-react";
import { useCommands } from "@/app/keys";
import { PageLink } from "@/app/navigation";
import { useT } from "@/i18n";
import { EmptyState, ErrorState, Skeleton } from "@/ui/States";
import { Tabs } from "@/ui/Tabs";
import { Alike } from "./Alike";
import { BlindSpots } from "./BlindSpots";
import { CellItems } from "./CellItems";
import { ChecksTab } from "./checks/ChecksTab";
import { NoChecks } from "./checks/NoChecks";
import { Preferred } from "./checks/Preferred";
import { Keep } from "./Keep";
import { Matrix } from "./Matrix";
import { Summary } from "./Summary";
import { type Alignment, type CheckInfo, type Criterion, hasJudged, useAlignment } from "./server";
import { type Change, CLOSED, type State, TABS, type TabName } from "./state";
import { Wording } from "./wording/Wording";

interface DetailProps {
  criterion: Criterion;
  infos: readonly CheckInfo[];
  /** The check that is open, "" where there is none. */
  open: string;
  state: State;
  setState: Change;
}

/** One criterion: what is known by it, in tabs. */
export function Detail(props: DetailProps) {
  const { criterion, state, setState } = props;
  const t = useT();
  const query = useAlignment(criterion, props.infos);
  const show = (tab: TabName) => setState({ tab, ...CLOSED });
  useCommands(
    "criteria.tabs",
    TABS.map((tab, at) => ({
      id: `criteria.tab.${tab}`,
      keys: tab === "matrix" ? ["m", String(at + 1)] : String(at + 1),
      label: `criteria.tab.${tab}` as const,
      run: () => show(tab),
    })),
  );
  const counts: Partial<Record<TabName, number>> = {
    checks: query.data?.checks.length,
    blind: query.data?.blind_spots.length,
  };
  return (
    <div className="criteria-main">
      <Summary criterion={criterion} alignment={query.data} />
      <Tabs
        label={t("criteria.tabs")}
        active={state.tab}
        onChange={(id) => show(id as TabName)}
        tabs={TABS.map((tab, at) => ({
          id: tab,
          label: t(`criteria.tab.${tab}`),
          keys: tab === "matrix" ? "m" : String(at + 1),
          ...(counts[tab] === undefined ? {} : { count: String(counts[tab]) }),
        }))}
      >
        <div className="criteria-tab">
          {state.tab === "wording" ? (
            <Wording key={criterion.name} criterion={criterion} />
          ) : criterion.labels === 0 ? (
            <div className="stack">
              <NoLabels criterion={criterion} />
              <ByPairs {...props} alignment={query.data} />
            </div>
          ) : props.infos.length > 0 && !props.infos.some(hasJudged) ? (
            <NoChecks />
          ) : query.data ? (
            <Measured {...props} alignment={query.data} />
          ) : query.error ? (
            <NotAligned error={query.error} retry={() => void query.refetch()} />
          ) : (
            <Skeleton height={260} />
          )}
        </div>
      </Tabs>
    </div>
  );
}

function Measured(props: DetailProps & { alignment: Alignment }) {
  const { criterion, infos, open, state, setState, alignment } = props;
  const t = useT();
  return (
    <>
      {alignment.few_labels && (
        <p className="criteria-few" role="status">
          {t("criteria.fewLabels", { n: alignment.labelled, bad: alignment.bad })}
        </p>
      )}
      {state.tab === "checks" && (
        <div className="stack">
          <ChecksTab
            criterion={criterion}
            alignment={alignment}
            open={open}
            infos={infos}
            state={state}
            setState={setState}
          />
          <ByPairs {...props} />
        </div>
      )}
      {state.tab === "matrix" &&
        (state.cell === "none" ? (
          <div className="stack">
            <Matrix
              alignment={alignment}
              onCell={(check, failure) => setState({ check, failure, cell: "tp", item: "" })}
            />
            <Alike alike={alignment.alike} />
          </div>
        ) : (
          <CellItems criterion={criterion} state={state} setState={setState} cell={state.cell} />
        ))}
      {state.tab === "blind" && (
        <BlindSpots criterion={criterion} alignment={alignment} state={state} setState={setState} />
      )}
      {state.tab === "keep" && <Keep alignment={alignment} />}
    </>
  );
}

/** What people preferred, on the first tab and not beside the outputs of a cell. */
function ByPairs(props: DetailProps & { alignment: Alignment | undefined }) {
  const { criterion, state, alignment } = props;
  if (state.tab !== "checks" || state.cell !== "none" || !alignment?.preferences) return null;
  return <Preferred criterion={criterion.name} preferences={alignment.preferences} />;
}

function NoLabels({ criterion }: { criterion: Criterion }) {
  const t = useT();
  const search = { criterion: criterion.name };
  return (
    <EmptyState
      title={t("criteria.noLabels")}
      action={
        <PageLink page="review" search={search} className="btn btn-primary btn-m">
          {t("criteria.toReview")}
        </PageLink>
      }
    >
      {t("criteria.noLabelsText")}
    </EmptyState>
  );
}

interface NotAlignedProps {
  error: Error & { code?: string | null };
  retry: () => void;
}

/** Grading needs an optional part of the package; everything else on this page does not. */
function NotAligned({ error, retry }: NotAlignedProps) {
  const t = useT();
  if (error.code !== "needs_lab") return <ErrorState error={error} retry={retry} />;
  return (
    <EmptyState
      icon={FlaskConical}
      title={t("criteria.needsLab")}
      command={'pip install "genchi[lab]"'}
    >
      {t("criteria.needsLabText")}
    </EmptyState>
  );
}
