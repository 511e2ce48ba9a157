import { ArrowLeft, ChevronLeft, ChevronRight, Copy, ListChecks, SearchX } from "lucide-react";
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from "react";
import { useApp } from "@/app/application";
import { useCommands } from "@/app/keys";
import { useMe } from "@/app/me";
import { useRouteParam, useUrlState } from "@/app/navigation";
import { Page } from "@/app/Page";
import { useT } from "@/i18n";
import type { Span } from "@/lib/types";
import { text } from "@/lib/urlFields";
import { usePicking } from "@/pages/traces/picking";
import { useResting } from "@/pages/traces/resting";
import { Button, IconButton } from "@/ui/Button";
import { useCopy } from "@/ui/Copy";
import { KeyHints } from "@/ui/Key";
import { Menu } from "@/ui/Menu";
import { EmptyState, ErrorState, Skeleton } from "@/ui/States";
import { SpanPane } from "./SpanPane";
import { prefetchPayload, useJudged, useTrace } from "./server";
import { useStepping } from "./stepping";
import { Totals } from "./Totals";
import { TreePane } from "./TreePane";
import { totalsOf } from "./totals";
import { useTree } from "./useTree";
import "./trace.css";
import "./tabs.css";

/** One trace: its spans over time, and all that is known of one of them. */
export default function Trace() {
  const t = useT();
  const app = useApp();
  const trace = useRouteParam("trace");
  const query = useTrace(app, trace);
  const root = query.data?.find((span) => span.parent_id === null);
  const title = root?.name || t("trace.title");
  const stepping = useStepping(query.data?.[0]?.trace_id ?? trace, query.isSuccess);
  const none = t("trace.noList");
  useCommands("trace.title", [
    { id: "trace.back", keys: "esc", label: "trace.back", run: stepping.back },
    {
      id: "trace.previousTrace",
      keys: "[",
      label: "trace.previousTrace",
      run: () => stepping.step(-1),
      unavailable: stepping.can(-1) ? undefined : none,
    },
    {
      id: "trace.nextTrace",
      keys: "]",
      label: "trace.nextTrace",
      run: () => stepping.step(1),
      unavailable: stepping.can(1) ? undefined : none,
    },
  ]);
  const place =
    stepping.at === null
      ? ""
      : t("trace.place", {
          at: stepping.at,
          n: `${stepping.known}${stepping.more ? "+" : ""}`,
        });
  return (
    <Page
      title={title}
      beside={
        <span className="row trace-steps">
          <IconButton icon={ArrowLeft} command="trace.back" />
          <IconButton icon={ChevronLeft} command="trace.previousTrace" />
          <IconButton icon={ChevronRight} command="trace.nextTrace" />
          <span className="mut num small">{place}</span>
        </span>
      }
      controls={query.data?.length ? <Controls app={app} spans={query.data} /> : null}
      foot={
        <KeyHints
          ids={[
            "trace.down",
            "trace.closeSpan",
            "trace.nextError",
            "trace.pass",
            "trace.fail",
            "trace.propose",
            "trace.nextTrace",
          ]}
        />
      }
      panes
    >
      {query.data ? (
        query.data.length ? (
          <Shown key={trace} app={app} spans={query.data} />
        ) : (
          <EmptyState title={t("trace.notThere")} />
        )
      ) : query.error?.status === 404 ? (
        <EmptyState
          icon={SearchX}
          title={t("trace.notThere")}
          action={<Button command="trace.back" />}
        >
          <span lang="en">{query.error.message}</span>
        </EmptyState>
      ) : query.error ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : (
        <div className="trace-loading">
          <Skeleton lines={10} />
        </div>
      )}
    </Page>
  );
}

const FIELDS = { span: text() };

/** The span of the address, or the first: the keys move it at once, the address follows. */
function useSelected(): [string, (id: string) => void] {
  const [state, setState] = useUrlState(FIELDS);
  const write = useCallback((span: string) => setState({ span }, { replace: true }), [setState]);
  const [selected, select] = useResting(state.span, write);
  return [selected, select];
}

function Shown({ app, spans }: { app: string; spans: readonly Span[] }) {
  const folding = useTree(spans);
  const { tree, nodes } = folding;
  const [wanted, select] = useSelected();
  const node = tree.byId.get(wanted) ?? tree.nodes[0];
  const late = useDeferredValue(node); // the keys move on while what they passed is drawn
  const trace = spans[0]?.trace_id ?? "";
  const { data: judged } = useJudged(app, trace);
  const totals = useMemo(() => totalsOf(tree), [tree]);
  const at = node ? (folding.places.get(node.span.span_id) ?? -1) : -1;
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const by of [1, -1]) prefetchPayload(nodes[at + by]?.span);
    }, 150);
    return () => clearTimeout(timer);
  }, [nodes, at]);
  if (!node || !late) return null;
  const id = node.span.span_id;
  return (
    <div className="trace" data-few={spans.length < 2}>
      <Totals app={app} trace={trace} start_ns={tree.start_ns} totals={totals} />
      <TreePane app={app} trace={trace} folding={folding} selected={id} onSelect={select} />
      <SpanPane
        app={app}
        tree={tree}
        node={late}
        judged={judged?.[late.span.span_id]}
        onSelect={select}
      />
    </div>
  );
}

/** What can be done with the trace as a whole. */
function Controls({ app, spans }: { app: string; spans: readonly Span[] }) {
  const t = useT();
  const me = useMe();
  const pick = usePicking(app);
  const { copy } = useCopy();
  const [copying, setCopying] = useState(false);
  const [state] = useUrlState(FIELDS);
  const span = spans.find((one) => one.span_id === state.span) ?? spans[0];
  const { trace_id = "", span_id = "" } = span ?? {};
  useCommands("trace.title", [
    {
      id: "trace.queue",
      keys: "a",
      label: "traces.queue",
      run: () => void pick([{ trace_id, span_id }]),
      unavailable: me.why("reviewer"),
    },
    { id: "trace.copy", keys: "shift+c", label: "ui.copy", run: () => setCopying(true) },
    { id: "trace.copyLink", keys: "c", label: "ui.copyLink", run: () => void copy(location.href) },
  ]);
  const item = (id: string, label: string, copied: string) => {
    return { id, label, onSelect: () => void copy(copied) };
  };
  return (
    <>
      <Button command="trace.queue" icon={ListChecks} kind="ghost" />
      <Menu
        open={copying}
        onOpenChange={setCopying}
        trigger={<Button command="trace.copy" icon={Copy} kind="ghost" onClick={() => undefined} />}
        items={[
          { ...item("link", t("ui.copyLink"), location.href), keys: "c" },
          item("trace", t("trace.copyTraceId"), trace_id),
          item("span", t("trace.copySpanId"), span_id),
          item("python", t("trace.copyPython"), pythonOf(app, trace_id, span_id)),
          item("command", t("trace.copyCommand"), `genchi show ${trace_id} --app ${app}`),
        ]}
      />
    </>
  );
}

function pythonOf(app: string, trace: string, span: string): string {
  return `import genchi
from genchi.records import SpanKey

with genchi.Home() as home:
    spans = home.traces.trace(${JSON.stringify(trace)}, app=${JSON.stringify(app)})
    payload = home.traces.payload(SpanKey(${[app, trace, span].map((one) => JSON.stringify(one)).join(", ")}))
`;
}
