import { Download } from "lucide-react";
import { lazy, memo, Suspense, useEffect, useMemo, useState } from "react";
import { useCommands } from "@/app/keys";
import { useMe } from "@/app/me";
import { useUrlState } from "@/app/navigation";
import { type MessageKey, useT } from "@/i18n";
import { oneOf, text } from "@/lib/urlFields";
import { Button } from "@/ui/Button";
import { QueryView, Skeleton } from "@/ui/States";
import { Tabs } from "@/ui/Tabs";
import { ChecksTab } from "./ChecksTab";
import { ConversationTab } from "./ConversationTab";
import { useCriteria } from "./criteria";
import { JudgementTab } from "./JudgementTab";
import { useLabelling } from "./labelling";
import { Failure, OutputTab } from "./OutputTab";
import { isCall } from "./operations";
import { RawTab } from "./RawTab";
import { SourcesTab } from "./SourcesTab";
import { SpanHead } from "./SpanHead";
import { downloadPath, type Judged, LIMITS, type SpanPayload, usePayload } from "./server";
import type { Node, Tree } from "./tree";

const ProposalPanel = lazy(async () => {
  const { ProposalPanel: panel } = await import("@/pages/review/proposal");
  return { default: panel };
});

/** The right side: all that is known of the selected span, in tabs. */

const TABS = ["conversation", "output", "sources", "checks", "judgement", "raw"] as const;
const REST_MS = 80;
type TabId = (typeof TABS)[number];

const FIELDS = {
  tab: oneOf("", ...TABS),
  check: text(),
  criterion: text(),
  view: oneOf("read", "raw"),
};

interface SpanPaneProps {
  app: string;
  tree: Tree;
  node: Node;
  judged: Judged | undefined;
  onSelect: (id: string) => void;
}

export const SpanPane = memo(({ app, tree, node, judged, onSelect }: SpanPaneProps) => {
  const t = useT();
  const me = useMe();
  const { span } = node;
  const [state, setState] = useUrlState(FIELDS);
  const [raised, setRaised] = useState({ id: "", level: 0 });
  const level = raised.id === span.span_id ? raised.level : 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the time at which this span was shown
  const shownSince = useMemo(() => Date.now(), [span.span_id]);
  const [proposing, setProposing] = useState(false);
  const rests = useRests(span.span_id);
  const query = usePayload(span, level, rests);
  const before = usePayload(
    useMemo(() => callBefore(tree, node), [tree, node]),
    0,
    rests,
  );
  const criteria = useCriteria(app);
  const criterion = criteria.find((one) => one.name === state.criterion) ?? criteria[0];
  const label = useLabelling(span, shownSince);
  const usual: TabId = isCall(span) || !hasOutput(query.data) ? "conversation" : "output";
  const tab: TabId = state.tab || usual;
  const show = (next: TabId) => setState({ tab: next }, { replace: true });
  const failed = span.status === "error";
  const verdicts = judged?.verdicts ?? [];
  const said = (value: number | null) => {
    if (criterion) void label({ criterion: criterion.name, value });
    show("judgement");
  };
  const cannot =
    me.why("reviewer") ??
    (criterion ? (me.reviewer ? undefined : t("trace.whoAreYou")) : t("trace.noCriteria"));
  const open = (value: number | null) => (me.reviewer === "" ? show("judgement") : said(value));
  const unavailable = me.reviewer === "" && me.can("reviewer") && criterion ? undefined : cannot;
  useCommands("trace.title", [
    ...TABS.map((id, at) => ({
      id: `trace.tab.${id}`,
      keys: String(at + 1),
      label: `trace.tab.${id}` as MessageKey,
      run: () => show(id),
      quiet: true,
    })),
    { id: "trace.pass", keys: "y", label: "trace.pass", run: () => open(1), unavailable },
    { id: "trace.fail", keys: "n", label: "trace.fail", run: () => open(0), unavailable },
    { id: "trace.unsure", keys: "0", label: "trace.unsure", run: () => open(null), unavailable },
    {
      id: "trace.propose",
      keys: "p",
      label: "trace.propose",
      run: () => setProposing(true),
      unavailable: me.why("reviewer") ?? (criterion ? undefined : t("trace.noCriteria")),
    },
  ]);
  const counts: Partial<Record<TabId, number>> = {
    checks: verdicts.length,
    judgement: (judged?.labels.length ?? 0) + (judged?.feedback.length ?? 0),
    sources: query.data?.passages.length ?? 0,
  };
  const chosen = verdicts.find((one) => one.check === state.check);
  const choose = (check: string) => setState({ check }, { replace: true });
  return (
    <section className="trace-span" aria-label={t("trace.selectedSpan")}>
      <SpanHead span={span} />
      <Tabs
        label={t("trace.tabs")}
        active={tab}
        onChange={(id) => show(id as TabId)}
        tabs={TABS.map((id, at) => ({
          id,
          label: t(`trace.tab.${id}`),
          keys: String(at + 1),
          ...(counts[id] && { count: String(counts[id]) }),
        }))}
      >
        <div className="pane trace-tab" key={`${span.span_id}-${tab}`}>
          {tab === "judgement" ? (
            <>
              <JudgementTab
                judged={judged}
                criteria={criteria}
                criterion={criterion}
                onCriterion={(name) => setState({ criterion: name }, { replace: true })}
                onLabel={label}
              />
              {criterion && <Button command="trace.propose" className="propose" />}
            </>
          ) : (
            <QueryView query={query} skeleton={<Skeleton lines={8} />}>
              {(payload) => (
                <>
                  <CutNote
                    payload={payload}
                    level={level}
                    onMore={() => setRaised({ id: span.span_id, level: level + 1 })}
                    href={downloadPath(span)}
                  />
                  {failed && tab !== "raw" && <Failure span={span} />}
                  {tab === "conversation" && (
                    <ConversationTab payload={payload} before={before.data} />
                  )}
                  {tab === "output" && (
                    <OutputTab
                      span={span}
                      payload={payload}
                      raw={state.view === "raw"}
                      onRaw={(raw) => setState({ view: raw ? "raw" : "read" }, { replace: true })}
                      chosen={chosen}
                      onChoose={choose}
                    />
                  )}
                  {tab === "sources" && (
                    <SourcesTab node={node} payload={payload} onSelect={onSelect} />
                  )}
                  {tab === "checks" && (
                    <ChecksTab
                      verdicts={verdicts}
                      payload={payload}
                      chosen={state.check}
                      onChoose={choose}
                    />
                  )}
                  {tab === "raw" && <RawTab span={span} payload={payload} />}
                </>
              )}
            </QueryView>
          )}
        </div>
      </Tabs>
      {proposing && criterion && (
        <Suspense>
          <ProposalPanel
            app={app}
            criterion={criterion.name}
            traceId={span.trace_id}
            spanId={span.span_id}
            onClose={() => setProposing(false)}
          />
        </Suspense>
      )}
    </section>
  );
});

/** Whether a value has stayed for a moment: what keys only pass is not fetched. */
function useRests(value: string): boolean {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested === value;
}

function hasOutput(payload: SpanPayload | undefined): boolean {
  return payload?.output !== null && payload?.output !== undefined && payload.messages.length === 0;
}

/** The call of a model that ended last before this one began. */
function callBefore(tree: Tree, node: Node) {
  if (!isCall(node.span)) return undefined;
  let found: Node | undefined;
  for (const one of tree.nodes) {
    const earlier = one !== node && isCall(one.span) && one.span.start_ns < node.span.start_ns;
    if (earlier && one.span.start_ns >= (found?.span.start_ns ?? 0)) found = one;
  }
  return found?.span;
}

interface CutNoteProps {
  payload: SpanPayload;
  level: number;
  onMore: () => void;
  href: string;
}

/** Large payloads are shown in part: what is missing, and how to have all of it. */
function CutNote({ payload, level, onMore, href }: CutNoteProps) {
  const t = useT();
  if (!payload.cut?.length) return null;
  return (
    <div className="cut" role="note">
      <span className="grow">{t("trace.cut", { n: payload.cut.length })}</span>
      {level + 1 < LIMITS.length && (
        <Button size="s" onClick={onMore}>
          {t("trace.cutMore")}
        </Button>
      )}
      <a className="btn btn-plain btn-s" href={href} download>
        <Download className="ico" aria-hidden="true" />
        {t("trace.downloadAll")}
      </a>
    </div>
  );
}
