import { useMemo } from "react";
import { useT } from "@/i18n";
import { cutAt } from "@/lib/codepoints";
import type { Evidence } from "./server";

/** A text with the evidence of a check marked in it, character for character. */

const AROUND = 1000;

export function MarkedText({ text, evidence }: { text: string; evidence: readonly Evidence[] }) {
  const pieces = useMemo(() => cutAt(text, evidence), [text, evidence]);
  return (
    <div className="longtext marked">
      {pieces.map((piece, at) => {
        if (piece.by.length === 0) {
          const place = { first: at === 0, last: at === pieces.length - 1 };
          return <Unmarked key={piece.at} text={piece.text} {...place} />;
        }
        const notes = [...new Set(piece.by.map((one) => one.note).filter(Boolean))];
        return (
          <mark key={piece.at} title={notes.join("\n")}>
            {piece.text}
          </mark>
        );
      })}
    </div>
  );
}

/** What is between marks; of a long stretch only what is near them. */
function Unmarked({ text, first, last }: { text: string; first: boolean; last: boolean }) {
  const t = useT();
  const before = first ? 0 : AROUND;
  const after = last ? 0 : AROUND;
  const left = text.length - before - after;
  if (left <= 2 * AROUND) return <span>{text}</span>;
  return (
    <span>
      {text.slice(0, before)}
      <span className="left-out">{t("trace.leftOut", { n: left })}</span>
      {after > 0 && text.slice(-after)}
    </span>
  );
}
