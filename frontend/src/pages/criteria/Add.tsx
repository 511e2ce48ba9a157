import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApp } from "@/app/application";
import { useT } from "@/i18n";
import { useLanguage } from "@/i18n/language";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { saveCriterion } from "./server";

interface AddProps {
  taken: readonly string[];
  onClose: () => void;
  onAdded: (name: string) => void;
}

/** A new criterion: a short name for programs, and the sentence that people judge by. */
export function Add({ taken, onClose, onAdded }: AddProps) {
  const t = useT();
  const app = useApp();
  const language = useLanguage();
  const [title, setTitle] = useState("");
  const [typed, setTyped] = useState<string | null>(null);
  const [statement, setStatement] = useState("");
  const name = typed ?? nameFrom(title);
  const problem = problemOf(name, taken);
  const save = useMutation({
    mutationFn: () => {
      const [title_zh, statement_zh] = language === "zh" ? [title, statement] : ["", ""];
      const words = { title, title_zh, statement, statement_zh, guidelines: "", steps: [] };
      return saveCriterion(app, name, words);
    },
    onSuccess: () => onAdded(name),
  });
  const ready = problem === null && statement.trim() !== "";
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("criteria.add")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>
            {t("criteria.cancel")}
          </Button>
          <Button
            kind="primary"
            type="submit"
            form="criteria-add"
            onClick={() => undefined}
            unavailable={ready ? undefined : t("criteria.addNeeds")}
          >
            {t("criteria.create")}
          </Button>
        </>
      }
    >
      <form
        id="criteria-add"
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !save.isPending) save.mutate();
        }}
      >
        <Field label={t("criteria.field.title")} hint={t("criteria.field.titleHint")}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              value={title}
              maxLength={120}
              autoFocus
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t("criteria.field.name")}
          hint={t("criteria.field.nameHint")}
          error={problem !== null && name !== "" ? t(`criteria.problem.${problem}`) : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              className="input mono"
              value={name}
              maxLength={64}
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("criteria.field.statement")} hint={t("criteria.field.statementHint")}>
          {(ids) => (
            <textarea
              {...ids}
              className="input"
              rows={3}
              value={statement}
              onChange={(event) => setStatement(event.target.value)}
            />
          )}
        </Field>
        {save.error && (
          <p className="field-error" role="alert" lang="en">
            {save.error.message}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** A name for programs out of a title: what is left of it in Latin letters. */
export function nameFrom(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 64);
}

export function problemOf(name: string, taken: readonly string[]): "form" | "taken" | null {
  if (!/^[a-z0-9_-]{1,64}$/.test(name)) return "form";
  return taken.includes(name) ? "taken" : null;
}
