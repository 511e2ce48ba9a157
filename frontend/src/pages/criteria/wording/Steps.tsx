import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import { useT } from "@/i18n";
import { useLanguage } from "@/i18n/language";
import { Button, IconButton } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Select } from "@/ui/Field";
import type { Question, Reason } from "../server";
import { titleOf } from "../words";

interface StepsProps {
  steps: readonly Question[];
  reasons: readonly Reason[];
  readOnly: boolean;
  onChange: (steps: Question[]) => void;
}

const EMPTY: Question = { question: "", question_zh: "", bad_when: "no", reason: null };
const ANSWERS = ["yes", "no"] as const;

/** Yes-or-no questions that a reviewer answers in order; the first bad answer decides. */
export function Steps({ steps, reasons, readOnly, onChange }: StepsProps) {
  const t = useT();
  const list = useRef<HTMLOListElement>(null);
  const focus = (at: number) => {
    requestAnimationFrame(() => list.current?.querySelectorAll("textarea")[2 * at]?.focus());
  };
  const replace = (at: number, step: Question) => {
    onChange(steps.map((one, index) => (index === at ? step : one)));
  };
  const move = (at: number, by: number) => {
    onChange(moved(steps, at, by));
    focus(at + by);
  };
  const add = () => {
    onChange([...steps, EMPTY]);
    focus(steps.length);
  };
  return (
    <Card
      title={t("criteria.steps")}
      actions={
        !readOnly && (
          <Button icon={Plus} size="s" onClick={add}>
            {t("criteria.addStep")}
          </Button>
        )
      }
    >
      <p className="mut small">{t("criteria.stepsHelp")}</p>
      {steps.length === 0 && <p className="criteria-none">{t("criteria.stepsNone")}</p>}
      <ol className="criteria-steps" ref={list}>
        {steps.map((step, at) => (
          <li key={at}>
            <Step
              step={step}
              at={at}
              last={at === steps.length - 1}
              reasons={reasons}
              readOnly={readOnly}
              onChange={(next) => replace(at, next)}
              onMove={(by) => move(at, by)}
              onRemove={() => onChange(steps.filter((_, index) => index !== at))}
            />
          </li>
        ))}
      </ol>
    </Card>
  );
}

export function moved<T>(list: readonly T[], at: number, by: number): T[] {
  const next = [...list];
  const [one] = next.splice(at, 1);
  if (one !== undefined) next.splice(Math.min(list.length - 1, Math.max(0, at + by)), 0, one);
  return next;
}

interface StepProps {
  step: Question;
  at: number;
  last: boolean;
  reasons: readonly Reason[];
  readOnly: boolean;
  onChange: (step: Question) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

function Step({ step, at, last, reasons, readOnly, onChange, onMove, onRemove }: StepProps) {
  const t = useT();
  const language = useLanguage();
  const n = at + 1;
  const named = reasons.map((reason) => ({ value: reason.name, label: titleOf(reason, language) }));
  return (
    <div className="criteria-step">
      <div className="criteria-two">
        <textarea
          className="input"
          rows={2}
          readOnly={readOnly}
          aria-label={t("criteria.question", { n })}
          placeholder={t("criteria.questionHint")}
          value={step.question}
          onChange={(event) => onChange({ ...step, question: event.target.value })}
        />
        <textarea
          className="input"
          rows={2}
          readOnly={readOnly}
          lang="zh-CN"
          aria-label={t("criteria.questionZh", { n })}
          placeholder={t("criteria.questionZhHint")}
          value={step.question_zh}
          onChange={(event) => onChange({ ...step, question_zh: event.target.value })}
        />
      </div>
      <fieldset className="row wrap criteria-step-rule" disabled={readOnly}>
        <legend className="sr">{t("criteria.question", { n })}</legend>
        <Select
          label={t("criteria.badWhen")}
          value={step.bad_when}
          options={ANSWERS.map((value) => ({ value, label: t(`criteria.${value}`) }))}
          onChange={(bad_when) => onChange({ ...step, bad_when })}
        />
        <Select
          label={t("criteria.then")}
          value={step.reason ?? ""}
          options={[{ value: "", label: t("criteria.noReason") }, ...named]}
          onChange={(reason) => onChange({ ...step, reason: reason || null })}
        />
        <span className="grow" />
        {!readOnly && (
          <>
            <IconButton
              icon={ArrowUp}
              label={t("criteria.earlier", { n })}
              unavailable={at === 0 ? t("criteria.isFirst") : undefined}
              onClick={() => onMove(-1)}
            />
            <IconButton
              icon={ArrowDown}
              label={t("criteria.later", { n })}
              unavailable={last ? t("criteria.isLast") : undefined}
              onClick={() => onMove(1)}
            />
            <IconButton icon={Trash2} label={t("criteria.removeStep", { n })} onClick={onRemove} />
          </>
        )}
      </fieldset>
    </div>
  );
}
