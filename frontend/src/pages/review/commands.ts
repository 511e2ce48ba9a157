import type { Command } from "@/app/keys";
import { useCommands } from "@/app/keys";
import { useLanguage } from "@/i18n";
import { titleOf } from "@/pages/criteria/words";
import { MOST_REASONS } from "./Decision";
import type { Criterion, Mode } from "./types";

/** Every key of the review page, by what one is doing: deciding, comparing, or marking. */

export type Doing = "decide" | "sentences" | "passages" | "correct";

export interface Actions {
  yes: () => void;
  no: () => void;
  commit: () => void;
  commitPass: () => void;
  reason: (at: number) => void;
  skip: () => void;
  prefer: (side: "left" | "right" | "same") => void;
  note: () => void;
  undo: () => void;
  leave: () => void;
  raw: () => void;
  blind: () => void;
  diff: () => void;
  mode: () => void;
  guidelines: () => void;
  correct: () => void;
  sentences: () => void;
  passages: () => void;
  move: (step: number) => void;
  mark: (value: number) => void;
  addReason: () => void;
  criterion: () => void;
  editCriterion: () => void;
  source: () => void;
  filter: () => void;
  rota: () => void;
  propose: () => void;
  openTrace: () => void;
  look: (step: number) => void;
  more: () => void;
}

export interface Situation {
  mode: Mode;
  doing: Doing;
  /** Nothing to decide: the end, or nothing has come yet. */
  idle: boolean;
  criterion: Criterion;
  hasSentences: boolean;
  hasPassages: boolean;
  /** Why one may not judge, when one may not. */
  forbidden: string | undefined;
  passForbidden: string | undefined;
}

export function useReviewCommands(situation: Situation, act: Actions): void {
  const language = useLanguage();
  const { mode, doing, idle, criterion } = situation;
  const marking = doing === "sentences" || doing === "passages";
  const deciding = idle ? [] : mode === "pair" ? comparing(situation, act) : single(situation, act);
  const reasons =
    idle || mode === "pair"
      ? []
      : criterion.reasons.slice(0, MOST_REASONS).map(
          (reason, at): Command => ({
            id: `review.reason${at + 1}`,
            keys: String(at + 1),
            label: "review.reasonIs",
            values: { title: titleOf(reason, language) },
            run: () => act.reason(at),
            unavailable: situation.forbidden,
            quiet: true,
          }),
        );
  useCommands("review.title", [
    ...(marking ? [...markingKeys(doing, act), ...deciding.map(withoutKeys)] : deciding),
    ...reasons,
    ...always(situation, act),
  ]);
}

/** While marking, Y and N are about a sentence: the buttons of the decision can still be pressed. */
function withoutKeys({ keys: _, ...command }: Command): Command {
  return command;
}

function single({ criterion, forbidden, passForbidden, ...has }: Situation, act: Actions) {
  const chain = criterion.steps.length > 0;
  const list: Command[] = [
    {
      id: "review.pass",
      keys: "y",
      label: chain ? "review.passOrYes" : "review.pass",
      run: act.yes,
      unavailable: forbidden ?? passForbidden,
    },
    {
      id: "review.fail",
      keys: "n",
      label: chain ? "review.failOrNo" : "review.fail",
      run: act.no,
      unavailable: forbidden,
    },
    {
      id: "review.commitFail",
      keys: "enter",
      label: "review.commitFail",
      run: act.commit,
      quiet: true,
      unavailable: forbidden,
    },
    {
      id: "review.commit",
      keys: "mod+enter",
      label: "review.commit",
      run: act.commit,
      inText: true,
      quiet: true,
      unavailable: forbidden,
    },
    {
      id: "review.commitPass",
      keys: "mod+shift+enter",
      label: "review.commitPass",
      run: act.commitPass,
      inText: true,
      quiet: true,
      unavailable: forbidden ?? passForbidden,
    },
    { id: "review.correct", keys: "c", label: "review.correct", run: act.correct },
    { id: "review.addReason", keys: "+", label: "review.addReason", run: act.addReason },
    { id: "review.propose", keys: "k", label: "review.propose", run: act.propose },
  ];
  if (has.hasSentences)
    list.push({ id: "review.sentences", keys: "l", label: "review.sentences", run: act.sentences });
  if (has.hasPassages)
    list.push({ id: "review.passages", keys: "v", label: "review.passagesKey", run: act.passages });
  return list.map((command) => ({ ...command, unavailable: command.unavailable ?? forbidden }));
}

function comparing({ forbidden }: Situation, act: Actions): Command[] {
  const side = (id: "left" | "right" | "same", keys: string): Command => ({
    id: `review.${id}`,
    keys,
    label: `review.${id}`,
    run: () => act.prefer(id),
    unavailable: forbidden,
  });
  return [
    side("left", "left"),
    side("right", "right"),
    side("same", "0"),
    { id: "review.diff", keys: "d", label: "review.diff", run: act.diff },
    {
      id: "review.commit",
      keys: "mod+enter",
      label: "review.noteLeave",
      run: act.leave,
      inText: true,
      quiet: true,
    },
  ];
}

function markingKeys(doing: Doing, act: Actions): Command[] {
  const passages = doing === "passages";
  return [
    {
      id: "review.nextMark",
      keys: ["j", "down"],
      label: "review.nextMark",
      run: () => act.move(1),
    },
    { id: "review.lastMark", keys: ["k", "up"], label: "review.lastMark", run: () => act.move(-1) },
    {
      id: "review.markGood",
      keys: passages ? ["+", "=", "y"] : ["y", "+"],
      label: passages ? "review.relevant" : "review.sentenceRight",
      run: () => act.mark(1),
    },
    {
      id: "review.markBad",
      keys: passages ? ["-", "n"] : ["n", "-"],
      label: passages ? "review.irrelevant" : "review.sentenceWrong",
      run: () => act.mark(0),
    },
  ];
}

function always(situation: Situation, act: Actions): Command[] {
  const { idle, forbidden } = situation;
  const onItem: Command[] = [
    { id: "review.skip", keys: "s", label: "review.skip", run: act.skip, unavailable: forbidden },
    { id: "review.note", keys: "e", label: "review.note", run: act.note },
    { id: "review.raw", keys: "r", label: "review.raw", run: act.raw },
    { id: "review.openTrace", keys: "o", label: "review.openTrace", run: act.openTrace },
    { id: "review.guidelines", keys: "i", label: "review.guidelines", run: act.guidelines },
  ];
  const ending: Command[] = [
    { id: "review.more", keys: "m", label: "review.more", values: { n: 20 }, run: act.more },
  ];
  return [
    ...(idle ? ending : onItem),
    { id: "review.undo", keys: ["z", "mod+z"], label: "review.undo", run: act.undo },
    { id: "review.back", keys: "[", label: "review.back", run: () => act.look(-1) },
    { id: "review.forward", keys: "]", label: "review.forward", run: () => act.look(1) },
    { id: "review.blind", keys: "b", label: "review.blind", run: act.blind },
    { id: "review.mode", keys: "p", label: "review.mode", run: act.mode },
    { id: "review.criterion", keys: "q", label: "review.chooseCriterion", run: act.criterion },
    {
      id: "review.editCriterion",
      keys: "shift+e",
      label: "review.editCriterion",
      run: act.editCriterion,
      unavailable: forbidden,
    },
    { id: "review.source", keys: "f", label: "review.chooseSource", run: act.source },
    { id: "review.filterKey", keys: "/", label: "review.filter", run: act.filter },
    { id: "review.rota", keys: "shift+r", label: "review.rota", run: act.rota },
    {
      id: "review.leave",
      keys: "esc",
      label: "review.leave",
      run: act.leave,
      inText: true,
      quiet: true,
    },
  ];
}
