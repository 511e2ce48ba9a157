import { Check, CircleSlash, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useMe } from "@/app/me";
import { PageLink } from "@/app/navigation";
import { useT } from "@/i18n";
import { useLanguage } from "@/i18n/language";
import { useSetting } from "@/lib/settings";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Field, Select } from "@/ui/Field";
import { EmptyState } from "@/ui/States";
import type { Criterion } from "./criteria";
import { FeedbackHistory, LabelHistory } from "./History";
import type { Given } from "./labelling";
import type { Judged } from "./server";

/** What people said of an output, and a label of one's own. */

interface JudgementTabProps {
  judged: Judged | undefined;
  criteria: readonly Criterion[];
  criterion: Criterion | undefined;
  onCriterion: (name: string) => void;
  onLabel: (given: Given) => Promise<boolean>;
}

export function JudgementTab(props: JudgementTabProps) {
  const { judged, criteria, criterion, onCriterion, onLabel } = props;
  const t = useT();
  return (
    <div className="stack">
      {criterion ? (
        <Labelling
          key={criterion.name}
          criteria={criteria}
          criterion={criterion}
          onCriterion={onCriterion}
          onLabel={onLabel}
        />
      ) : (
        <EmptyState
          title={t("trace.noCriteria")}
          action={
            <PageLink page="criteria" className="btn btn-primary btn-m">
              {t("trace.makeCriterion")}
            </PageLink>
          }
        >
          {t("trace.noCriteriaText")}
        </EmptyState>
      )}
      <LabelHistory labels={judged?.labels ?? []} />
      <FeedbackHistory feedback={judged?.feedback ?? []} />
    </div>
  );
}

type LabellingProps = Omit<JudgementTabProps, "judged" | "criterion"> & { criterion: Criterion };

function Labelling({ criteria, criterion, onCriterion, onLabel }: LabellingProps) {
  const t = useT();
  const language = useLanguage();
  const { reviewer, why } = useMe();
  const [failure, setFailure] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [correction, setCorrection] = useState("");
  if (reviewer === "") return <WhoAreYou />;
  const inChinese = language === "zh";
  const statement = (inChinese && criterion.statement_zh) || criterion.statement;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = {
      criterion: criterion.name,
      value: 0,
      failure,
      reason: note,
      correction: correction || null,
    };
    if (await onLabel(given)) {
      setNote("");
      setCorrection("");
      setFailure(null);
    }
  };
  return (
    <Card
      title={t("trace.yourLabel")}
      actions={
        criteria.length > 1 && (
          <Select
            label={t("trace.criterion")}
            hideLabel
            value={criterion.name}
            options={criteria.map((one) => ({
              value: one.name,
              label: (inChinese && one.title_zh) || one.title || one.name,
            }))}
            onChange={onCriterion}
          />
        )
      }
    >
      <div className="stack">
        <p>
          {criteria.length > 1 || <code>{criterion.name}</code>} {statement}
        </p>
        <div className="decide">
          <Button command="trace.pass" icon={Check} className="decide-pass" />
          <Button command="trace.fail" icon={X} className="decide-fail" />
          <Button command="trace.unsure" icon={CircleSlash} kind="ghost" />
        </div>
        <details className="more-said">
          <summary>{t("trace.sayMore")}</summary>
          <form className="stack" onSubmit={(event) => void submit(event)}>
            {criterion.reasons.length > 0 && (
              <Select
                label={t("trace.failure")}
                value={failure ?? ""}
                options={[
                  { value: "", label: "–" },
                  ...criterion.reasons.map((one) => ({
                    value: one.name,
                    label: (inChinese && one.title_zh) || one.title,
                  })),
                ]}
                onChange={(name) => setFailure(name || null)}
              />
            )}
            <Field label={t("trace.note")}>
              {(ids) => (
                <input
                  {...ids}
                  className="input"
                  value={note}
                  onChange={(event) => setNote(event.target.value)}
                />
              )}
            </Field>
            <Field label={t("trace.correction")} hint={t("trace.correctionHint")}>
              {(ids) => (
                <textarea
                  {...ids}
                  className="input"
                  rows={4}
                  value={correction}
                  onChange={(event) => setCorrection(event.target.value)}
                />
              )}
            </Field>
            <div>
              <Button type="submit" kind="danger" unavailable={why("reviewer")}>
                {t("trace.failWith")}
              </Button>
            </div>
          </form>
        </details>
      </div>
    </Card>
  );
}

/** Labels have a name; where nobody signs in, it is asked for once. */
function WhoAreYou() {
  const t = useT();
  const [, setReviewer] = useSetting("reviewer");
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) setReviewer(name.trim());
  };
  return (
    <Card title={t("trace.whoAreYou")}>
      <form className="row who" onSubmit={submit}>
        <input
          className="input"
          aria-label={t("trace.yourName")}
          placeholder={t("trace.yourName")}
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" kind="primary">
          {t("trace.goOn")}
        </Button>
      </form>
    </Card>
  );
}
