import { useT } from "@/i18n";
import { Progress } from "@/ui/Field";
import { type Done, decisions } from "./decision";
import { minutesLeft } from "./pace";
import type { Progress as ProgressToday } from "./types";

interface GoalProps {
  progress: ProgressToday | undefined;
  /** None for outputs that were picked or filtered on purpose: they end when they end. */
  goal: number | null;
  done: readonly Done[];
}

/** Beside the title: how far one is today, and how long the rest takes at one's own pace. */
export function Goal({ progress, goal, done }: GoalProps) {
  const t = useT();
  if (!progress) return null;
  const { done_today } = progress;
  if (goal === null) {
    return <span className="mut num">{t("review.doneToday", { n: done_today })}</span>;
  }
  const left = minutesLeft(
    decisions(done).map(({ ms }) => ms),
    done_today,
    goal,
  );
  return (
    <div className="review-goal">
      <Progress value={done_today} max={goal} label={t("review.progress")} />
      <span className="num">
        {done_today} / {goal}
      </span>
      {left !== null && (
        <span className="mut review-wide">{t("review.minutesLeft", { n: left })}</span>
      )}
    </div>
  );
}
