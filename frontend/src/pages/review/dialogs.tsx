import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useLanguage, useT } from "@/i18n";
import { getting, queryClient } from "@/lib/queries";
import { useSetting } from "@/lib/settings";
import { addReason, changed } from "@/pages/criteria/server";
import { Button } from "@/ui/Button";
import { CopyButton } from "@/ui/Copy";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { saveRota } from "./server";
import type { Refused } from "./shelf";
import type { Rota } from "./types";

/** The small dialogs of the page: a new reason, whose day it is, one's name, what was refused. */

interface ReasonDialogProps {
  app: string;
  criterion: string;
  onClose: () => void;
  /** The new reason is the one for this output at once. */
  onAdded: (name: string) => void;
}

export function ReasonDialog({ app, criterion, onClose, onAdded }: ReasonDialogProps) {
  const t = useT();
  const [title, setTitle] = useState("");
  const [titleZh, setTitleZh] = useState("");
  const save = useMutation({
    mutationFn: async () => {
      const words = { title: title.trim(), title_zh: titleZh.trim(), description: "" };
      await addReason(app, criterion, words);
      const known = await queryClient.fetchQuery(
        getting("/api/criteria", { params: { query: { app } } }),
      );
      const reasons = known.find(({ name }) => name === criterion)?.reasons ?? [];
      return reasons.find((one) => one.title === words.title)?.name;
    },
    onSuccess: (name) => {
      if (name) onAdded(name);
      onClose();
    },
  });
  const submit = () => {
    if (title.trim() && !save.isPending) save.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("review.addReason")}
      footer={
        <>
          <Button onClick={onClose}>{t("review.cancel")}</Button>
          <Button kind="primary" onClick={submit}>
            {t("review.save")}
          </Button>
        </>
      }
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label={t("review.reasonTitle")}
          hint={t("review.reasonTitleHint")}
          error={save.error?.message}
        >
          {(ids) => (
            <input
              {...ids}
              className="input"
              value={title}
              maxLength={80}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("review.inChinese")}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              lang="zh"
              value={titleZh}
              maxLength={80}
              onChange={(event) => setTitleZh(event.target.value)}
            />
          )}
        </Field>
        <button type="submit" className="sr" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}

interface RotaDialogProps {
  app: string;
  rota: Rota;
  /** Why it cannot be changed: said instead of the button. */
  unavailable: string | undefined;
  onClose: () => void;
}

export function RotaDialog({ app, rota, unavailable, onClose }: RotaDialogProps) {
  const t = useT();
  const days = useWeekdays();
  const [names, setNames] = useState(() => days.map((_, at) => rota.days[at] ?? ""));
  const save = useMutation({
    mutationFn: () =>
      saveRota(
        app,
        names.map((name) => name.trim() || null),
      ),
    onSuccess: () => {
      void changed("/api/review/rota");
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("review.rota")}
      footer={
        <>
          <Button onClick={onClose}>{t("review.cancel")}</Button>
          <Button kind="primary" unavailable={unavailable} onClick={() => save.mutate()}>
            {t("review.save")}
          </Button>
        </>
      }
    >
      <p className="mut">{t("review.rotaAbout")}</p>
      <datalist id="review-people">
        {rota.people.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div className="review-rota">
        {days.map((day, at) => (
          <Field key={day} label={day}>
            {(ids) => (
              <input
                {...ids}
                className="input"
                list="review-people"
                readOnly={unavailable !== undefined}
                value={names[at] ?? ""}
                placeholder={t("review.nobody")}
                onChange={(event) =>
                  setNames(names.map((name, other) => (other === at ? event.target.value : name)))
                }
              />
            )}
          </Field>
        ))}
      </div>
      {save.error && (
        <p className="field-error" role="alert">
          {save.error.message}
        </p>
      )}
    </Dialog>
  );
}

/** The names of the days in the language in use, Monday first. */
function useWeekdays(): string[] {
  const language = useLanguage();
  const names = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en", {
    weekday: "long",
    timeZone: "UTC",
  });
  // The fifth of January 1970 was a Monday.
  return Array.from({ length: 7 }, (_, at) => names.format(new Date((4 + at) * 86_400_000)));
}

/** Who reviews on a machine where nobody signs in: asked once. */
export function NameForm() {
  const t = useT();
  const [, setReviewer] = useSetting("reviewer");
  const [name, setName] = useState("");
  return (
    <form
      className="card review-name"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) setReviewer(name.trim());
      }}
    >
      <h2>{t("review.nameTitle")}</h2>
      <p className="mut">{t("review.nameAbout")}</p>
      <Field label={t("review.name")}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            // biome-ignore lint/a11y/noAutofocus: it is the only thing there is to do
            autoFocus
            autoComplete="name"
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <button type="submit" className="btn btn-primary btn-m">
        {t("review.begin")}
      </button>
    </form>
  );
}

interface RefusedDialogProps {
  refused: readonly Refused[];
  onDismiss: (actionId: string) => void;
  onClose: () => void;
}

/** Labels that the server would not take, each with why, and with what was written. */
export function RefusedDialog({ refused, onDismiss, onClose }: RefusedDialogProps) {
  const t = useT();
  return (
    <Dialog open onClose={onClose} title={t("review.refusedTitle")}>
      <p className="mut">{t("review.refusedAbout")}</p>
      <ul className="review-refused">
        {refused.map(({ action, error }) => {
          const { value } = action;
          const said = value === null ? "review.unsure" : value >= 0.5 ? "ui.pass" : "ui.fail";
          const words = [t(said), action.failure, action.reason, action.correction];
          return (
            <li key={action.id} className="card">
              <p lang="en">{error}</p>
              <pre>{words.filter(Boolean).join("\n")}</pre>
              <div className="row">
                <CopyButton
                  text={JSON.stringify(action, null, 2)}
                  label={t("review.copyWritten")}
                />
                <Button size="s" kind="ghost" onClick={() => onDismiss(action.id)}>
                  {t("review.dismiss")}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
