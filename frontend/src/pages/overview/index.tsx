import { CalendarRange } from "lucide-react";
import { useMemo } from "react";
import { useApplication } from "@/app/application";
import { useCommands } from "@/app/keys";
import { useGo, useUrlState } from "@/app/navigation";
import { Page } from "@/app/Page";
import { useRange } from "@/app/range";
import { Silent, useShownAnyway } from "@/app/silence";
import { ChartsAsTable } from "@/charts";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { oneOf, text } from "@/lib/urlFields";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Field";
import { Key, KeyHints } from "@/ui/Key";
import { EmptyState, QueryView, Skeleton } from "@/ui/States";
import { Charts, type Split } from "./Charts";
import { Download } from "./Download";
import { type Extent, stretchesOf, useExtent } from "./extent";
import { FirstSeen } from "./FirstSeen";
import { behind } from "./filters";
import { Needs } from "./Needs";
import { PassRate } from "./PassRate";
import { Rota } from "./Rota";
import { type Need, type Overview, useOverview } from "./server";
import { gathered } from "./stretch";
import { Tiles } from "./Tiles";
import "./overview.css";

const FIELDS = { criterion: text(), split: oneOf("none", "model", "prompt_version") };
const SPLITS: readonly Split[] = ["none", "model", "prompt_version"];
const DAY_NS = 86_400e9;
const TILES = 6;

export default function OverviewPage() {
  const t = useT();
  const go = useGo();
  const application = useApplication();
  const range = useRange();
  const [{ criterion: asked, split }, setState] = useUrlState(FIELDS);
  const criteria = application?.criteria ?? [];
  const criterion = criteria.includes(asked) ? asked : null;
  const ready = useShownAnyway();
  const extent = useExtent();
  const query = useOverview(range, ready ? extent : undefined, criterion);
  const overview = query.data;

  const chosen = overview?.criterion ?? criterion ?? criteria[0] ?? null;
  const turnCriterion = () => {
    const next = criteria[(criteria.indexOf(chosen ?? "") + 1) % criteria.length];
    if (next) setState({ criterion: next });
  };
  const turnSplit = () => {
    setState({ split: SPLITS[(SPLITS.indexOf(split) + 1) % SPLITS.length] ?? "none" });
  };
  const openTile = (at: number) => {
    const tile = overview?.tiles[at];
    if (!tile) return;
    go("traces", { search: { filter: behind(tile, chosen) || undefined } });
  };
  useCommands("overview.title", [
    { id: "overview.split", keys: "b", label: "overview.turnSplit", run: turnSplit },
    {
      id: "overview.criterion",
      keys: "c",
      label: "overview.nextCriterion",
      run: turnCriterion,
      quiet: criteria.length < 2,
    },
    { id: "overview.next", keys: ["j", "down"], label: "overview.nextNeed", run: () => step(1) },
    {
      id: "overview.previous",
      keys: ["k", "up"],
      label: "overview.previousNeed",
      run: () => step(-1),
    },
    ...Array.from({ length: TILES }, (_, at) => ({
      id: `overview.tile${at + 1}`,
      keys: String(at + 1),
      label: "overview.open" as const,
      values: { what: t(`overview.tile.${overview?.tiles[at]?.name ?? "volume"}`) },
      run: () => openTile(at),
    })),
  ]);

  return (
    <Page
      range
      title={t("overview.title")}
      controls={
        <>
          {criteria.length > 1 && chosen !== null && (
            <Choice command="overview.criterion">
              <Select
                hideLabel
                label={t("overview.criterion")}
                value={chosen}
                options={criteria.map((value) => ({ value, label: value }))}
                onChange={(value) => setState({ criterion: value })}
              />
            </Choice>
          )}
          <Choice command="overview.split">
            <Select
              hideLabel
              label={t("overview.split")}
              value={split}
              options={SPLITS.map((value) => ({ value, label: t(`overview.split.${value}`) }))}
              onChange={(value) => setState({ split: value })}
            />
          </Choice>
          <ChartsAsTable />
          {extent && <Download extent={extent} split={split} />}
        </>
      }
      foot={<KeyHints ids={["overview.next", "overview.previous", "charts.table"]} />}
    >
      <Silent />
      <QueryView query={query} skeleton={<Waiting />}>
        {(data) => (
          <div className="overview" aria-busy={query.isPlaceholderData}>
            <div className="overview-main">
              <Tiles overview={data} />
              {isEmpty(data) ? (
                <NothingHere />
              ) : (
                extent && <Drawn overview={data} criterion={chosen} extent={extent} split={split} />
              )}
            </div>
            <aside className="overview-side">
              <Needs needs={data.needs as Need[]} />
              <Rota />
              <FirstSeen markers={data.markers} />
            </aside>
          </div>
        )}
      </QueryView>
    </Page>
  );
}

function Choice({ command, children }: { command: string; children: React.ReactNode }) {
  return (
    <span className="row overview-choice">
      {children}
      <Key command={command} />
    </span>
  );
}

function isEmpty({ tiles }: Overview): boolean {
  return !tiles.find(({ name }) => name === "volume")?.value;
}

/** Moves the focus through the list of what needs somebody; Enter then follows the link. */
function step(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>(".overview-need")];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
  links[next]?.focus();
}

interface DrawnProps {
  overview: Overview;
  criterion: string | null;
  extent: Extent;
  split: Split;
}

function Drawn({ overview, criterion, extent, split }: DrawnProps) {
  const { since, until } = extent;
  const { counted, rated } = useMemo(() => stretchesOf({ since, until }), [since, until]);
  const markers = useMemo(() => {
    const all = overview.markers.map(({ at_ns, value }) => ({ at: at_ns / 1e9, label: value }));
    return gathered(all, counted);
  }, [overview.markers, counted]);
  const lines = useMemo(() => markers.map(({ at }) => ({ at, label: "" })), [markers]);
  return (
    <div className="overview-charts">
      {criterion !== null && (
        <PassRate criterion={criterion} stretch={rated} split={split} markers={markers} />
      )}
      <Charts stretch={counted} split={split} markers={criterion === null ? markers : lines} />
    </div>
  );
}

function NothingHere() {
  const t = useT();
  const f = useFormat();
  const last = useApplication()?.last_ns ?? null;
  const { setPreset, setBetween } = useRange();
  return (
    <div className="card">
      <EmptyState
        icon={CalendarRange}
        title={t("overview.emptyRange")}
        action={
          <>
            {last !== null && (
              <Button kind="primary" onClick={() => setBetween(last - 7 * DAY_NS, last + 60e9)}>
                {t("overview.showNewest")}
              </Button>
            )}
            <Button onClick={() => setPreset("all")}>{t("overview.showAll")}</Button>
          </>
        }
      >
        {last !== null && t("overview.emptyRangeText", { date: f.exact(last) })}
      </EmptyState>
    </div>
  );
}

function Waiting() {
  return (
    <div className="overview">
      <div className="overview-main">
        <Skeleton height={150} />
        <Skeleton height={220} />
        <Skeleton height={220} />
      </div>
      <aside className="overview-side">
        <Skeleton height={220} />
        <Skeleton height={140} />
      </aside>
    </div>
  );
}
