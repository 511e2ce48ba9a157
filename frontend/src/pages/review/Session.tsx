import { Eye, EyeOff } from "lucide-react";
import { useCallback, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useMe } from "@/app/me";
import { useGo } from "@/app/navigation";
import { Page } from "@/app/Page";
import { useT } from "@/i18n";
import { useGet } from "@/lib/queries";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Segmented } from "@/ui/Field";
import { KeyHints } from "@/ui/Key";
import { ErrorState, Skeleton } from "@/ui/States";
import { badOutput, deciding, isAsking, marking, type Place } from "./acting";
import { useReviewCommands } from "./commands";
import { decisions } from "./decision";
import { type DeskState, useSendOnChange } from "./desk";
import { Ending } from "./Ending";
import { Goal } from "./Goal";
import { ItemView } from "./ItemView";
import type { Queue } from "./queue";
import { type Open, SessionDialogs } from "./SessionDialogs";
import { Recent, RefusedButton, SavingState, Strip } from "./Strip";
import type { Ask, Criterion, Mode, Source } from "./types";
import { useQueueState } from "./useQueue";

const MORE = 20;
const HINTS = {
  single: ["review.pass", "review.fail", "review.skip", "review.note", "review.undo"],
  pair: ["review.left", "review.right", "review.same", "review.diff", "review.undo"],
  marking: ["review.markGood", "review.markBad", "review.nextMark", "review.leave"],
};

export interface SessionProps {
  ask: Ask;
  queue: Queue;
  desk: Extract<DeskState, { phase: "open" }>;
  criteria: readonly Criterion[];
  criterion: Criterion;
  change: (change: { criterion?: string; mode?: Mode; source?: Source; filter?: string }) => void;
}

/** A session of reviewing: the item, the keys, and what stands around them. */
export function Session({ ask, queue, desk, criteria, criterion, change }: SessionProps) {
  const t = useT();
  const me = useMe();
  const go = useGo();
  const state = useQueueState(queue);
  const saving = useSyncExternalStore(desk.outbox.subscribe, desk.outbox.get);
  const { data: rota } = useGet("/api/review/rota", { params: { query: { app: ask.app } } });
  const [goal, setGoal] = useState<number | null>(null);
  const [raw, setRaw] = useState(false);
  const [diff, setDiff] = useState(false);
  const [guidelines, setGuidelines] = useState(false);
  const [open, setOpen] = useState<Open | null>(null);
  const [menu, setMenu] = useState<"criteria" | "sources" | null>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const filterBox = useRef<HTMLInputElement>(null);
  const answer = useRef<HTMLDivElement>(null);
  useSendOnChange(desk.outbox, me.reviewer);

  const { item, draft, looking, done, progress } = state;
  const wanted = goal ?? progress?.goal ?? 0;
  // The goal is one for the daily mix: what was picked or filtered on purpose has its own end.
  const bounded = ask.source === "recipe" && progress !== undefined;
  const reached = bounded && progress.done_today >= wanted && !looking;
  const here = place?.item === item?.id ? place : null;
  const doing = here?.doing ?? "decide";
  const at = here?.at ?? 0;
  const onUndone = () => announce(t("review.undone"));
  const around = { queue, state, criterion, doing, at, setPlace, onUndone };
  const corrected = draft.correction !== null && draft.correction !== item?.view.output_text;

  useReviewCommands(
    {
      mode: ask.mode,
      doing,
      idle: reached || !item,
      criterion,
      hasSentences: (item?.view.sentences.length ?? 0) > 0,
      hasPassages: (item?.view.passages.length ?? 0) > 0,
      forbidden: me.why("reviewer"),
      passForbidden: corrected && !isAsking(around) ? t("review.passHasCorrection") : undefined,
    },
    {
      ...deciding(around),
      ...marking(around),
      note: () => note.current?.focus(),
      raw: () => setRaw(!raw),
      blind: () => queue.setUnblinded(!state.unblinded),
      diff: () => setDiff(!diff),
      mode: () => change({ mode: ask.mode === "pair" ? "single" : "pair" }),
      guidelines: () => setGuidelines(!guidelines),
      addReason: () => setOpen({ what: "reason" }),
      criterion: () => setMenu("criteria"),
      editCriterion: () => setOpen({ what: "criterion" }),
      source: () => setMenu("sources"),
      filter: () => {
        if (ask.source !== "filter") change({ source: "filter" });
        requestAnimationFrame(() => filterBox.current?.focus());
      },
      rota: () => setOpen({ what: "rota" }),
      propose: () => {
        const about = badOutput(state, answer.current);
        if (about) setOpen({ what: "proposal", ...about });
      },
      openTrace: () => {
        if (!item) return;
        const { trace_id: trace, span_id: span } = item.key;
        go("trace", { params: { trace }, search: { span } });
      },
      more: () => {
        setGoal(Math.max(wanted, progress?.done_today ?? 0) + MORE);
        queue.more();
      },
    },
  );

  const onNote = useCallback((text: string) => queue.change({ note: text }), [queue]);
  const onCorrection = useCallback(
    (correction: string | null) => queue.change({ correction }),
    [queue],
  );
  const id = item?.id;
  const onChooseMark = useCallback(
    (index: number) => {
      if (id !== undefined) setPlace({ item: id, doing, at: index });
    },
    [id, doing],
  );
  const judging = useMemo(
    () => (doing === "passages" ? { at, choose: onChooseMark } : undefined),
    [doing, at, onChooseMark],
  );
  const lookAt = (trace: string, span: string): boolean => {
    const one = decisions(done).find(({ item: { key } }) => {
      return key.trace_id === trace && key.span_id === span;
    });
    if (one) queue.look(one.id);
    return one !== undefined;
  };

  const isMarking = doing === "sentences" || doing === "passages";
  return (
    <Page
      title={t("review.title")}
      panes
      beside={<Goal progress={progress} goal={bounded ? wanted : null} done={done} />}
      controls={
        <>
          <SavingState state={saving} />
          <RefusedButton n={saving.refused.length} onOpen={() => setOpen({ what: "refused" })} />
          <Segmented
            label={t("review.mode")}
            value={ask.mode}
            onChange={(mode) => change({ mode })}
            options={[
              { value: "single", label: t("review.single") },
              { value: "pair", label: t("review.pair") },
            ]}
          />
          <Button
            command="review.blind"
            kind="ghost"
            icon={state.unblinded ? Eye : EyeOff}
            pressed={!state.unblinded}
            title={t("review.blindAbout")}
          />
        </>
      }
      foot={
        <>
          <KeyHints ids={isMarking ? HINTS.marking : HINTS[ask.mode]} />
          <span className="grow" />
          <Recent done={decisions(done)} looking={looking?.id} onLook={(id) => queue.look(id)} />
        </>
      }
    >
      <div className="review">
        <Strip
          criteria={criteria}
          criterion={criterion.name}
          onCriterion={(name) => change({ criterion: name })}
          onNewCriterion={() => setOpen({ what: "new-criterion" })}
          source={ask.source}
          onSource={(source) => change({ source })}
          menu={menu}
          setMenu={setMenu}
          filter={ask.filter}
          onFilter={(filter) => change({ filter })}
          filterBox={filterBox}
          rota={rota}
          reviewer={ask.reviewer}
        />
        {state.error ? (
          <ErrorState error={new Error(state.error.message)} retry={() => queue.more()} />
        ) : item && !reached ? (
          <ItemView
            {...{ item, criterion, state, raw, diff, doing, at, guidelines, judging }}
            {...{ onChooseMark, onNote, onCorrection, note, answer }}
            mode={ask.mode}
            onLeave={deciding(around).leave}
          />
        ) : reached || state.ended ? (
          <Ending
            ask={ask}
            criterion={criterion}
            reached={reached && !state.ended}
            more={!state.ended}
            saved={saving.saving === "saved"}
            left={t("review.endWaiting", { n: progress?.waiting ?? 0 })}
            onLook={lookAt}
          />
        ) : (
          <div className="pane">
            <Skeleton lines={8} />
          </div>
        )}
      </div>
      {open && (
        <SessionDialogs
          {...{ open, criteria, criterion, rota }}
          app={ask.app}
          onClose={() => setOpen(null)}
          refused={saving.refused}
          onDismiss={(actionId) => desk.outbox.dismiss(actionId)}
          onReason={(failure) => queue.change({ armed: true, failure })}
          onCriterion={(name) => change({ criterion: name })}
        />
      )}
    </Page>
  );
}
