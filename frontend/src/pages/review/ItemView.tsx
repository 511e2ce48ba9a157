import { type Ref, useMemo } from "react";
import { useT } from "@/i18n";
import { Button } from "@/ui/Button";
import { Answer, CorrectionShown, Sentences } from "./Answer";
import { Context } from "./Context";
import { Correction } from "./Correction";
import type { Doing } from "./commands";
import { Decision } from "./Decision";
import { Pair, sidesOf } from "./Pair";
import { Pane } from "./Pane";
import type { PassageMarks } from "./Passages";
import type { QueueState } from "./queue";
import { wordsIn } from "./texts";
import type { Criterion, Item, Mode } from "./types";

interface ItemViewProps {
  item: Item;
  mode: Mode;
  criterion: Criterion;
  state: QueueState;
  raw: boolean;
  diff: boolean;
  doing: Doing;
  at: number;
  guidelines: boolean;
  judging: PassageMarks | undefined;
  onChooseMark: (at: number) => void;
  onNote: (note: string) => void;
  onCorrection: (correction: string | null) => void;
  onLeave: () => void;
  note: Ref<HTMLTextAreaElement>;
  answer: Ref<HTMLDivElement>;
}

const NO_MARKS: ReadonlyMap<string, number> = new Map();

/** The three panes: what was known, what was answered, what one thinks of it. */
export function ItemView(props: ItemViewProps) {
  const { item, mode, criterion, state, guidelines, judging, onNote, note } = props;
  const t = useT();
  const views = useMemo(() => (item.other_view ? sidesOf(item) : [item.view]), [item]);
  const marks = state.marks.size ? state.marks : NO_MARKS;
  return (
    <div className="review-panes" data-mode={mode} data-item={item.id}>
      <Pane label={t("review.context")} className="review-context" of={item.id}>
        <Context key={item.id} views={views} judging={judging} marks={marks} />
      </Pane>
      <Pane label={t("review.answer")} className="review-middle" of={item.id}>
        <AnswerHead {...props} />
        <AnswerBody {...props} />
      </Pane>
      <Pane label={t("review.decision")} className="review-decision" of={item.id}>
        <Decision
          item={item}
          mode={mode}
          criterion={criterion}
          draft={state.draft}
          unblinded={state.unblinded}
          decided={state.looking?.value}
          note={note}
          onNote={onNote}
          guidelines={guidelines}
        />
      </Pane>
    </div>
  );
}

function AnswerHead({ mode, state, raw, diff, doing, item }: ItemViewProps) {
  const t = useT();
  return (
    <div className="review-label review-answer-head">
      <h2>{t(state.looking ? "review.answerAgain" : "review.answer")}</h2>
      <span className="review-label-end">
        {mode === "pair" && <Button command="review.diff" kind="ghost" size="s" pressed={diff} />}
        {mode === "single" && (
          <>
            {item.view.sentences.length > 0 && (
              <Button
                command="review.sentences"
                kind="ghost"
                size="s"
                pressed={doing === "sentences"}
              />
            )}
            {item.view.passages.length > 0 && (
              <Button
                command="review.passages"
                kind="ghost"
                size="s"
                pressed={doing === "passages"}
              />
            )}
            <Button command="review.correct" kind="ghost" size="s" pressed={doing === "correct"} />
          </>
        )}
        <Button command="review.raw" kind="ghost" size="s" pressed={raw} />
      </span>
    </div>
  );
}

function AnswerBody(props: ItemViewProps) {
  const { item, mode, state, raw, diff, doing, at, onChooseMark, onCorrection, onLeave } = props;
  const t = useT();
  const { correction } = state.draft;
  if (mode === "pair") return <Pair item={item} diff={diff} raw={raw} />;
  if (doing === "correct") {
    return (
      <Correction
        key={item.id}
        before={item.view.output_text}
        value={correction ?? item.view.output_text}
        onChange={onCorrection}
        onRemove={() => {
          onCorrection(null);
          onLeave();
        }}
        onLeave={onLeave}
      />
    );
  }
  return (
    <>
      <div className="card review-answer" ref={props.answer} aria-live="polite">
        {doing === "sentences" ? (
          <Sentences view={item.view} marks={state.marks} at={at} onChoose={onChooseMark} />
        ) : (
          <Answer view={item.view} raw={raw} />
        )}
      </div>
      {correction !== null && (
        <>
          <h3 className="review-label review-corrected">{t("review.correction")}</h3>
          <div className="card review-answer">
            <CorrectionShown before={item.view.output_text} after={correction} />
          </div>
        </>
      )}
      <Under item={item} marks={state.marks.size} />
    </>
  );
}

function Under({ item, marks }: { item: Item; marks: number }) {
  const t = useT();
  const words = useMemo(() => wordsIn(item.view.output_text), [item]);
  return (
    <div className="review-under num">
      <span>{t("review.words", { n: words })}</span>
      {marks > 0 && <span>{t("review.marks", { n: marks })}</span>}
      <Button command="review.openTrace" kind="ghost" size="s" bare />
      <span className="grow" />
      <span title={item.id} className="mono">
        {item.id.slice(0, 8)}
      </span>
    </div>
  );
}
