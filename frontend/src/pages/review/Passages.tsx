import { useEffect, useRef } from "react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Markdown } from "@/ui/Markdown";
import { markOf } from "./decision";
import { Fold } from "./Fold";
import { isCited, scoreOf } from "./texts";
import type { Passage, View } from "./types";

export interface PassageMarks {
  at: number;
  choose: (at: number) => void;
}

interface PassagesProps {
  view: View;
  name: string;
  /** The text, or both texts, in which a citation opens the passage. */
  cited: string;
  judging: PassageMarks | undefined;
  marks: ReadonlyMap<string, number>;
}

/** What was retrieved. What the answer cites is open, the rest is a line. */
export function Passages({ view, name, cited, judging, marks }: PassagesProps) {
  const t = useT();
  if (!view.passages.length) return null;
  const numbered = view.passages.map((passage, at) => ({ passage, at }));
  return (
    <>
      <h2 className="review-label">
        {t("review.passages")}
        {name && ` · ${name}`}
      </h2>
      <div className="card" data-judging={judging !== undefined || undefined}>
        {numbered.map(({ passage, at }) => (
          <One
            key={at}
            passage={passage}
            at={at}
            cited={isCited(cited, passage, at)}
            blind={name !== ""}
            current={judging?.at === at}
            choose={judging?.choose}
            mark={marks.get(markOf({ kind: "passage", passage: at }))}
          />
        ))}
      </div>
    </>
  );
}

interface OneProps {
  passage: Passage;
  at: number;
  cited: boolean;
  blind: boolean;
  current: boolean;
  choose: ((at: number) => void) | undefined;
  mark: number | undefined;
}

function One({ passage, at, cited, blind, current, choose, mark }: OneProps) {
  const t = useT();
  const f = useFormat();
  const row = useRef<HTMLDetailsElement>(null);
  const score = blind ? null : scoreOf(passage);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <Fold
      key={String(current && !cited)}
      ref={row}
      className="review-passage"
      open={cited || current}
      onPress={choose && (() => choose(at))}
      current={current}
      mark={mark}
      summary={
        <>
          <span className="cite">{passage.id || at + 1}</span>
          <span className="review-passage-title">
            {!passage.id.startsWith(passage.document) && passage.document}
          </span>
          <span className="review-fold-end num">
            {mark !== undefined && (
              <span className={mark ? "review-good" : "review-bad"}>
                {t(mark ? "review.relevant" : "review.irrelevant")}
              </span>
            )}
            {!blind && cited && mark === undefined && (
              <span className="review-good">{t("review.cited")}</span>
            )}
            {score !== null && (
              <>
                <span className="review-score">
                  <i style={{ width: `${score * 100}%` }} />
                </span>
                {f.number(Math.round(score * 100) / 100)}
              </>
            )}
          </span>
        </>
      }
    >
      <Markdown source={passage.text} />
    </Fold>
  );
}
