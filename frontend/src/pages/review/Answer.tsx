import { memo, useMemo } from "react";
import { useT } from "@/i18n";
import { toUnits } from "@/lib/codepoints";
import { difference } from "@/lib/diff";
import { Parts } from "@/ui/Diff";
import { Markdown } from "@/ui/Markdown";
import { markOf } from "./decision";
import { Fields } from "./Fields";
import { jsonOf } from "./texts";
import type { View } from "./types";

/** What the application answered: Markdown, a table of fields, or the very characters. */
export const Answer = memo(({ view, raw }: { view: View; raw: boolean }) => {
  const json = useMemo(() => jsonOf(view.output), [view.output]);
  if (raw) return <pre>{json ? JSON.stringify(json, null, 2) : view.output_text}</pre>;
  if (json) return <Fields value={json} />;
  return <Markdown source={view.output_text} citations />;
});

interface SentencesProps {
  view: View;
  marks: ReadonlyMap<string, number>;
  at: number;
  onChoose: (at: number) => void;
}

/** The answer sentence by sentence, to say of one that it is right or wrong. */
export function Sentences({ view, marks, at, onChoose }: SentencesProps) {
  const t = useT();
  const { output_text: text, sentences } = view;
  const units = useMemo(() => toUnits(text, sentences.flat()), [text, sentences]);
  let shown = 0;
  return (
    <div className="review-sentences">
      {sentences.map(([start, end], index) => {
        const from = units[2 * index] ?? 0;
        const to = units[2 * index + 1] ?? 0;
        const between = text.slice(shown, from);
        shown = to;
        const value = marks.get(markOf({ kind: "piece", start, end }));
        const said =
          value === undefined ? "" : t(value ? "review.sentenceRight" : "review.sentenceWrong");
        return (
          <span key={`${start}`}>
            {between}
            <button
              type="button"
              className="review-sentence"
              data-mark={value}
              aria-current={index === at ? "true" : undefined}
              aria-label={said ? `${text.slice(from, to)} (${said})` : undefined}
              onClick={() => onChoose(index)}
            >
              {text.slice(from, to)}
            </button>
          </span>
        );
      })}
      {text.slice(shown)}
    </div>
  );
}

interface CorrectionShownProps {
  before: string;
  after: string;
}

/** A correction with what it changes, in one column. */
export function CorrectionShown({ before, after }: CorrectionShownProps) {
  const t = useT();
  const found = useMemo(() => difference(before, after), [before, after]);
  if (found.same) return <p className="mut small">{t("review.correctionSame")}</p>;
  return (
    <div className="review-correction-diff">
      {found.far && <p className="review-hint">{t("ui.diffFar")}</p>}
      <Parts parts={found.after} as="ins" />
    </div>
  );
}
