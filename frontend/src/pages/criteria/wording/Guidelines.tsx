import { useState } from "react";
import { useT } from "@/i18n";
import { Card } from "@/ui/Card";
import { Segmented } from "@/ui/Field";
import { Markdown } from "@/ui/Markdown";

interface GuidelinesProps {
  source: string;
  readOnly: boolean;
  onChange: (source: string) => void;
}

type Shown = "write" | "preview";

/** What reviewers should know, in Markdown, as they will see it. */
export function Guidelines({ source, readOnly, onChange }: GuidelinesProps) {
  const t = useT();
  const [chosen, setShown] = useState<Shown>("write");
  const shown = readOnly ? "preview" : chosen;
  const options = (["write", "preview"] as const).map((value) => {
    return { value, label: t(`criteria.${value}`) };
  });
  return (
    <Card
      title={t("criteria.guidelines")}
      actions={
        !readOnly && (
          <Segmented
            label={t("criteria.guidelines")}
            value={shown}
            options={options}
            onChange={setShown}
          />
        )
      }
    >
      {shown === "write" ? (
        <textarea
          className="input mono criteria-guidelines"
          rows={8}
          aria-label={t("criteria.guidelines")}
          placeholder={t("criteria.guidelinesHint")}
          value={source}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : source.trim() ? (
        <div className="criteria-guidelines">
          <Markdown source={source} />
        </div>
      ) : (
        <p className="mut">{t("criteria.guidelinesNone")}</p>
      )}
    </Card>
  );
}
