import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useApp } from "@/app/application";
import { useCommands } from "@/app/keys";
import { useMe } from "@/app/me";
import { useT } from "@/i18n";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Field } from "@/ui/Field";
import { toast } from "@/ui/toast";
import { type Criterion, type CriterionWords, saveCriterion } from "../server";
import { Guidelines } from "./Guidelines";
import { History } from "./History";
import { Reasons } from "./Reasons";
import { Steps } from "./Steps";

/** What a criterion says: its sentence in both languages, guidelines, questions, reasons, history. */

type Draft = Required<CriterionWords>;

function draftOf(criterion: Criterion): Draft {
  const { title, title_zh, statement, statement_zh, guidelines, steps } = criterion;
  return { title, title_zh, statement, statement_zh, guidelines, steps };
}

export function Wording({ criterion }: { criterion: Criterion }) {
  const t = useT();
  const app = useApp();
  const me = useMe();
  const form = useRef<HTMLDivElement>(null);
  const [edited, setEdited] = useState<Draft | null>(null);
  const draft = edited ?? draftOf(criterion);
  const set = (change: Partial<Draft>) => setEdited({ ...draft, ...change });
  const dirty = edited !== null && JSON.stringify(edited) !== JSON.stringify(draftOf(criterion));
  const save = useMutation({
    mutationFn: (words: Draft) => saveCriterion(app, criterion.name, words),
    onSuccess: () => setEdited(null),
    onError: (error) => toast({ text: error.message, kind: "error" }),
  });
  const before = draftOf(criterion);
  const commit = () => {
    if (save.isPending) return;
    save.mutate(draft, {
      onSuccess: () => toast({ text: t("criteria.saved"), undo: () => save.mutate(before) }),
    });
  };
  const incomplete =
    draft.statement.trim() === "" || draft.steps.some(({ question }) => !question.trim());
  const unavailable = !dirty
    ? t("criteria.unchanged")
    : incomplete
      ? t("criteria.wordingNeeds")
      : me.why("reviewer");
  useCommands("criteria.wording", [
    {
      id: "criteria.save",
      inDialog: true,
      keys: "mod+enter",
      label: "criteria.save",
      run: commit,
      inText: true,
      unavailable,
    },
    {
      id: "criteria.editWording",
      keys: "e",
      label: "criteria.editWording",
      run: () => form.current?.querySelector("textarea")?.focus(),
      unavailable: me.why("reviewer"),
    },
  ]);
  const readOnly = !me.can("reviewer");
  return (
    <div className="criteria-wording">
      <div className="stack" ref={form}>
        <Card title={t("criteria.says")}>
          <div className="criteria-two">
            {(["title", "title_zh", "statement", "statement_zh"] as const).map((name) => (
              <Field key={name} label={t(`criteria.field.${name}`)}>
                {(ids) =>
                  name.startsWith("title") ? (
                    <input
                      {...ids}
                      className="input"
                      readOnly={readOnly}
                      lang={name.endsWith("zh") ? "zh-CN" : undefined}
                      value={draft[name]}
                      onChange={(event) => set({ [name]: event.target.value })}
                    />
                  ) : (
                    <textarea
                      {...ids}
                      className="input"
                      rows={3}
                      readOnly={readOnly}
                      lang={name.endsWith("zh") ? "zh-CN" : undefined}
                      value={draft[name]}
                      onChange={(event) => set({ [name]: event.target.value })}
                    />
                  )
                }
              </Field>
            ))}
          </div>
        </Card>
        <Guidelines
          source={draft.guidelines}
          readOnly={readOnly}
          onChange={(guidelines) => set({ guidelines })}
        />
        <Steps
          steps={draft.steps}
          reasons={criterion.reasons}
          readOnly={readOnly}
          onChange={(steps) => set({ steps })}
        />
        {dirty && (
          <footer className="criteria-save row">
            <span className="grow small mut" role="status">
              {t("criteria.unsaved")}
            </span>
            <Button kind="ghost" onClick={() => setEdited(null)}>
              {t("criteria.discard")}
            </Button>
            <Button command="criteria.save" kind="primary" />
          </footer>
        )}
      </div>
      <div className="stack">
        <Reasons criterion={criterion} />
        <History wordings={criterion.wordings} />
      </div>
    </div>
  );
}
