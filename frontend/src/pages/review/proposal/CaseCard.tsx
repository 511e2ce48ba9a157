import { useT } from "@/i18n";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { JsonTree } from "@/ui/JsonTree";
import type { Proposals } from "./types";

interface CaseCardProps {
  proposals: Proposals;
  /** What the person wants as the expected answer; null leaves it as proposed. */
  reference: string | null;
  onReference: (reference: string | null) => void;
  selection: string | undefined;
}

/** The case that is kept: what goes in, and what should have come out. */
export function CaseCard({ proposals, reference, onReference, selection }: CaseCardProps) {
  const t = useT();
  const { inputs, reference: proposed, exists } = proposals.case;
  const text = typeof proposed === "string" ? proposed : "";
  return (
    <section className="card proposal-case" aria-label={t("review.proposalCase")}>
      <div className="row">
        <h3 className="grow">{t("review.proposalCase")}</h3>
        {exists && <Badge tone="accent">{t("review.proposalExists")}</Badge>}
      </div>
      <div className="proposal-inputs">
        {typeof inputs === "string" ? <p>{inputs}</p> : <JsonTree value={inputs} openTo={2} />}
      </div>
      {reference === null ? (
        <div className="row">
          <p className="grow clip">
            <span className="mut small">{t("review.proposalExpected")} </span>
            {text || <span className="mut">{t("review.proposalExpectedNone")}</span>}
          </p>
          <Button size="s" kind="ghost" onClick={() => onReference(text)}>
            {t("review.proposalExpectedEdit")}
          </Button>
        </div>
      ) : (
        <Field label={t("review.proposalExpected")}>
          {(ids) => (
            <textarea
              {...ids}
              className="input"
              value={reference}
              onChange={(event) => onReference(event.target.value)}
            />
          )}
        </Field>
      )}
      {selection && (
        <p className="small">
          <span className="mut">{t("review.proposalSelection")}</span> <mark>{selection}</mark>
        </p>
      )}
    </section>
  );
}
