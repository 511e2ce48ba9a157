import { useMemo } from "react";
import { useT } from "@/i18n";
import { difference, type Part } from "@/lib/diff";
import { readable } from "@/lib/markdown";
import "./markdown.css";

interface DiffProps {
  before: string;
  after: string;
  labels?: [string, string];
  /** Compare what a reader sees of Markdown (as a rule), or the very characters. */
  as?: "markdown" | "text";
}

/** Two texts beside each other, with the words marked that only one of them has. */
export function Diff({ before, after, labels, as = "markdown" }: DiffProps) {
  const t = useT();
  const found = useMemo(() => {
    const seen = as === "markdown" ? readable : (text: string) => text;
    return difference(seen(before), seen(after));
  }, [before, after, as]);
  const [left, right] = labels ?? [t("ui.before"), t("ui.after")];
  return (
    <div className="diff">
      {found.far && <p className="diff-note">{t("ui.diffFar")}</p>}
      {found.same && <p className="diff-note">{t("ui.diffSame")}</p>}
      <section className="diff-side">
        <h3>{left}</h3>
        <Parts parts={found.before} as="del" />
      </section>
      <section className="diff-side">
        <h3>{right}</h3>
        <Parts parts={found.after} as="ins" />
      </section>
    </div>
  );
}

export function Parts({ parts, as: Mark }: { parts: readonly Part[]; as: "del" | "ins" }) {
  let at = 0;
  return parts.map(({ text, changed }) => {
    const key = at;
    at += text.length;
    return changed ? <Mark key={key}>{text}</Mark> : <span key={key}>{text}</span>;
  });
}
