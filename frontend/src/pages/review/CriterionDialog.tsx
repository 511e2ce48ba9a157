import { useT } from "@/i18n";
import { Add } from "@/pages/criteria/Add";
import { Wording } from "@/pages/criteria/wording/Wording";
import { Dialog } from "@/ui/Dialog";
import type { Criterion } from "./types";
import "@/pages/criteria/criteria.css";

interface CriterionDialogProps {
  criteria: readonly Criterion[];
  /** The criterion to word anew; undefined makes one. */
  criterion: Criterion | undefined;
  onClose: () => void;
  onAdded: (name: string) => void;
}

/** The forms of the criteria page, without leaving the output that made one want them. */
export default function CriterionDialog(props: CriterionDialogProps) {
  const { criteria, criterion, onClose, onAdded } = props;
  const t = useT();
  if (!criterion) {
    return <Add taken={criteria.map(({ name }) => name)} onClose={onClose} onAdded={onAdded} />;
  }
  return (
    <Dialog open wide onClose={onClose} title={t("review.editCriterion")}>
      <div className="review-criterion-dialog">
        <Wording criterion={criterion} />
      </div>
    </Dialog>
  );
}
