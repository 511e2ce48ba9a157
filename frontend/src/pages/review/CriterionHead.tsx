import { BookOpen, Pencil } from "lucide-react";
import { useLanguage, useT } from "@/i18n";
import { statementOf, titleOf } from "@/pages/criteria/words";
import { IconButton } from "@/ui/Button";
import { Markdown } from "@/ui/Markdown";
import type { Criterion } from "./types";

interface CriterionHeadProps {
  criterion: Criterion;
  guidelines: boolean;
}

/** What is being judged, in one sentence, and the guidelines for it when they are open. */
export function CriterionHead({ criterion, guidelines }: CriterionHeadProps) {
  const t = useT();
  const language = useLanguage();
  return (
    <div className="review-criterion">
      <div className="row">
        <h2 className="grow">{titleOf(criterion, language)}</h2>
        <IconButton command="review.guidelines" icon={BookOpen} pressed={guidelines} />
        <IconButton command="review.editCriterion" icon={Pencil} />
      </div>
      <p>{statementOf(criterion, language)}</p>
      {guidelines && (
        <section className="review-guidelines" aria-label={t("review.guidelines")}>
          {criterion.guidelines ? (
            <Markdown source={criterion.guidelines} />
          ) : (
            <p className="mut">{t("review.guidelinesNone")}</p>
          )}
        </section>
      )}
    </div>
  );
}
