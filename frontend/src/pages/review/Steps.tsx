import { Check, X } from "lucide-react";
import { useLanguage, useT } from "@/i18n";
import { Button } from "@/ui/Button";
import { questionOf } from "./texts";
import type { Criterion, YesNo } from "./types";

interface StepsProps {
  criterion: Criterion;
  answers: readonly YesNo[];
}

/** The questions that lead to a verdict, one at a time; the first bad answer decides. */
export function Steps({ criterion, answers }: StepsProps) {
  const t = useT();
  const language = useLanguage();
  const steps = criterion.steps.map((step, at) => ({ step, at, answer: answers[at] }));
  return (
    <div>
      <ol className="review-steps">
        {steps.map(({ step, at, answer }) => (
          <li
            key={at}
            aria-current={at === answers.length ? "step" : undefined}
            data-later={at > answers.length || undefined}
          >
            {answer ? (
              <span className={answer === step.bad_when ? "review-bad" : "review-good"}>
                {answer === step.bad_when ? (
                  <X className="ico" aria-hidden="true" />
                ) : (
                  <Check className="ico" aria-hidden="true" />
                )}
                <span className="sr">{t(`review.${answer}`)}</span>
              </span>
            ) : (
              <span className="review-step-number num">{at + 1}</span>
            )}
            <span>{questionOf(step, language)}</span>
          </li>
        ))}
      </ol>
      <div className="review-yn">
        <Button command="review.pass" className="review-big">
          {t("review.yes")}
        </Button>
        <Button command="review.fail" className="review-big">
          {t("review.no")}
        </Button>
      </div>
    </div>
  );
}

/** What an answer to the next question leads to. */
export function stepTo(
  criterion: Criterion,
  answers: readonly YesNo[],
  answer: YesNo,
): { answers: YesNo[]; outcome: "pass" | "fail" | "choose" | "more"; reason: string | null } {
  // Where all were answered before, they are answered anew.
  const before = answers.length < criterion.steps.length ? answers : [];
  const step = criterion.steps[before.length];
  const next = [...before, answer];
  if (step && answer === step.bad_when) {
    return { answers: next, outcome: step.reason ? "fail" : "choose", reason: step.reason };
  }
  const last = next.length >= criterion.steps.length;
  return { answers: next, outcome: last ? "pass" : "more", reason: null };
}
