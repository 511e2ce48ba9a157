import { RefreshCw, SearchX } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useCommands } from "@/app/keys";
import { useGo } from "@/app/navigation";
import { Page } from "@/app/Page";
import { Silent, useShownAnyway } from "@/app/silence";
import { useT } from "@/i18n";
import { readSetting, useSetting, writeSetting } from "@/lib/settings";
import { Button } from "@/ui/Button";
import { KeyHints } from "@/ui/Key";
import { EmptyState, ErrorState, Skeleton } from "@/ui/States";
import { Exporting } from "./Exporting";
import { Facets, useCount } from "./Facets";
import { Histogram } from "./Histogram";
import { type ListState, useList, useListSearch } from "./list";
import { Nothing } from "./Nothing";
import { useFreshMarks, useNews, useReload } from "./news";
import { RowsTable } from "./RowsTable";
import { useResting } from "./resting";
import { useRowKeys } from "./rowKeys";
import { SelectionBar } from "./SelectionBar";
import { useSelection } from "./selection";
import { keyOf, type Row, rowsIn, useRows } from "./server";
import { Tools } from "./Tools";
import { useNarrow } from "./useNarrow";
import { useViewCommands, Views } from "./Views";
import "./traces.css";
import "./filter.css";

const RECENT = 20;

function remember(filter: string): void {
  const kept = readSetting("traces");
  const recent = [filter, ...kept.recent.filter((one) => one !== filter)].slice(0, RECENT);
  writeSetting("traces", { ...kept, recent });
}

/** Another list begins at its top: the row that the keys were at is not its own. */
function useChanges(setState: ReturnType<typeof useList>["setState"]) {
  const onState = useCallback(
    (change: Partial<ListState>) => setState({ ...change, at: "" }),
    [setState],
  );
  const onFilter = useCallback(
    (filter: string) => {
      onState({ filter });
      if (filter) remember(filter);
    },
    [onState],
  );
  return { onState, onFilter };
}

/** What was recorded, as a list that is filtered by typing. */
export default function Traces() {
  const t = useT();
  const go = useGo();
  const { app, range, state, setState, asked } = useList();
  const search = useListSearch();
  const [kept, setKept] = useSetting("traces");
  const narrow = useNarrow();
  const [overNarrow, setOverNarrow] = useState(false);
  const facets = narrow ? overNarrow : kept.facets;
  const scroll = useRef<HTMLDivElement>(null);
  const query = useRows(asked, useShownAnyway());
  const { data, fetchNextPage, isFetchingNextPage } = query;
  const rows = useMemo(() => rowsIn(data), [data]);
  const loaded = query.isSuccess && !query.isPlaceholderData;
  const count = useCount(asked, loaded);
  const news = useNews(asked, rows, loaded);
  const reload = useReload(asked);
  useFreshMarks(asked, data);
  useViewCommands();
  const writeAt = useCallback((at: string) => setState({ at }, { replace: true }), [setState]);
  const [active, setActive, flushActive] = useResting(state.at, writeAt);
  const selection = useSelection(rows, active);
  const [announced, setAnnounced] = useState("");

  const open = useCallback(
    (row: Row) => {
      setActive(keyOf(row.span));
      flushActive();
      const target = { ...search, app: row.span.app, span: row.span.span_id };
      const going = { params: { trace: row.span.trace_id }, search: target };
      setTimeout(() => go("trace", going)); // else the two changes of the address become one
    },
    [go, search, setActive, flushActive],
  );
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const { onFilter, onState } = useChanges(setState);
  useRowKeys({ app, rows, active, onActive: setActive, onOpen: open, selection });
  const showNews = async () => {
    await reload();
    scroll.current?.scrollTo({ top: 0 });
    setAnnounced(t("traces.reloaded"));
  };
  useCommands("traces.title", [
    { id: "traces.reload", keys: ".", label: "traces.reload", run: () => void showNews() },
  ]);
  const many =
    count === null ? "" : t(state.spans ? "traces.countSpans" : "traces.count", { n: count });
  const retry = () => void query.refetch();
  return (
    <Page
      title={t("traces.title")}
      beside={<span className="mut num traces-count">{many}</span>}
      controls={
        <>
          <Views />
          <Exporting asked={asked} />
        </>
      }
      foot={
        <KeyHints
          ids={[
            "traces.next",
            "traces.open",
            "traces.selectRow",
            "traces.queue",
            "traces.filter",
            "traces.spans",
          ]}
        />
      }
      range
      panes
    >
      <div className="traces" data-facets={facets}>
        <Tools
          asked={asked}
          state={state}
          onState={onState}
          onFilter={onFilter}
          facets={facets}
          onFacets={(shown) =>
            narrow ? setOverNarrow(shown) : setKept({ ...kept, facets: shown })
          }
        />
        {facets && (
          <Facets asked={asked} filter={state.filter} enabled={loaded} onFilter={onFilter} />
        )}
        <div className="traces-main">
          <Silent />
          <Histogram asked={asked} range={range} enabled={loaded} onRange={range.setBetween} />
          {query.error?.status === 400 ? (
            <EmptyState
              icon={SearchX}
              title={t("traces.wrongFilter")}
              action={<Button onClick={() => onFilter("")}>{t("traces.filterClear")}</Button>}
            >
              <span lang="en">{query.error.message}</span>
            </EmptyState>
          ) : query.error && rows.length === 0 ? (
            <ErrorState error={query.error} retry={retry} />
          ) : query.isPending ? (
            <div className="traces-loading">
              <Skeleton lines={12} />
            </div>
          ) : rows.length === 0 && loaded ? (
            <Nothing
              asked={asked}
              filter={state.filter}
              range={range}
              onFilter={onFilter}
              onSpans={() => onState({ spans: true })}
            />
          ) : (
            <div
              className="traces-list"
              aria-busy={query.isFetching}
              data-old={query.isPlaceholderData}
            >
              <RowsTable
                rows={rows}
                active={active}
                selected={selection.keys}
                scroll={scroll}
                total={count}
                search={search}
                hasMore={query.hasNextPage}
                onMore={more}
                onActive={setActive}
                onOpen={open}
                onSelect={selection.toggle}
              />
            </div>
          )}
          {news > 0 && (
            <div className="traces-news">
              <Button command="traces.reload" icon={RefreshCw} kind="primary" size="s">
                {t(news >= 50 ? "traces.newsMany" : "traces.news", { n: news })}
              </Button>
            </div>
          )}
          <SelectionBar number={selection.keys.size} />
          <p role="status" className="sr">
            {announced || (news > 0 ? t("traces.news", { n: news }) : "")}
          </p>
        </div>
      </div>
    </Page>
  );
}
