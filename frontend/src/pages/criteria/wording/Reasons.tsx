import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApp } from "@/app/application";
import { useMe } from "@/app/me";
import { PageLink } from "@/app/navigation";
import { Bars } from "@/charts";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { useLanguage } from "@/i18n/language";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { addReason, type Criterion } from "../server";
import { titleOf } from "../words";

/** Why outputs were bad, as reviewers say it, with how often each was said. */
export function Reasons({ criterion }: { criterion: Criterion }) {
  const t = useT();
  const f = useFormat();
  const language = useLanguage();
  const reasons = [...criterion.reasons].sort((a, b) => b.labels - a.labels);
  return (
    <Card title={t("criteria.reasons")}>
      <div className="stack">
        {reasons.length === 0 ? (
          <p className="mut">
            {t("criteria.reasonsNone")} <PageLink page="review">{t("criteria.toReview")}</PageLink>
          </p>
        ) : (
          <Bars
            label={t("criteria.reasons")}
            items={reasons.map((reason) => ({
              label: titleOf(reason, language),
              value: reason.labels,
            }))}
            format={f.number}
          />
        )}
        <NewReason name={criterion.name} />
      </div>
    </Card>
  );
}

function NewReason({ name }: { name: string }) {
  const t = useT();
  const app = useApp();
  const me = useMe();
  const language = useLanguage();
  const [title, setTitle] = useState("");
  const add = useMutation({
    mutationFn: () => {
      const words = title.trim();
      const title_zh = language === "zh" ? words : "";
      return addReason(app, name, { title: words, title_zh, description: "" });
    },
    onSuccess: () => setTitle(""),
  });
  const unavailable = me.why("reviewer") ?? (title.trim() ? undefined : t("criteria.reasonNeeds"));
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (!unavailable && !add.isPending) add.mutate();
      }}
    >
      <input
        className="input grow"
        aria-label={t("criteria.newReason")}
        aria-invalid={add.error ? true : undefined}
        placeholder={t("criteria.newReason")}
        maxLength={120}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <Button type="submit" unavailable={unavailable} onClick={() => undefined}>
        {t("criteria.addReason")}
      </Button>
      {add.error && (
        <span className="field-error" role="alert" lang="en">
          {add.error.message}
        </span>
      )}
    </form>
  );
}
