import { type KeyboardEvent, useEffect, useRef } from "react";
import { useT } from "@/i18n";
import { Button } from "@/ui/Button";
import { CorrectionShown } from "./Answer";

interface CorrectionProps {
  before: string;
  value: string;
  onChange: (text: string) => void;
  onRemove: () => void;
  onLeave: () => void;
}

/** The answer as it should have been, with what that changes below it. */
export function Correction({ before, value, onChange, onRemove, onLeave }: CorrectionProps) {
  const t = useT();
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    area.focus();
    area.setSelectionRange(0, 0);
  }, []);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.nativeEvent.isComposing) onLeave();
  };
  return (
    <div className="review-correction">
      <textarea
        ref={box}
        className="input review-correction-text"
        aria-label={t("review.correction")}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKey}
      />
      <div className="row">
        <span className="mut small grow">{t("review.correctionHint")}</span>
        <Button kind="ghost" size="s" onClick={onRemove}>
          {t("review.correctionRemove")}
        </Button>
        <Button command="review.commit" kind="primary" size="s" />
      </div>
      <h3 className="review-label">{t("review.correctionChanges")}</h3>
      <div className="card review-answer">
        <CorrectionShown before={before} after={value} />
      </div>
    </div>
  );
}
