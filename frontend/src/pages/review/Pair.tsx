import { useMemo } from "react";
import { useT } from "@/i18n";
import { difference, type Part } from "@/lib/diff";
import { readable } from "@/lib/markdown";
import { Parts } from "@/ui/Diff";
import { Key } from "@/ui/Key";
import { Answer } from "./Answer";
import { Fields } from "./Fields";
import { jsonOf } from "./texts";
import type { Item, View } from "./types";

/** The two outputs as they stand: left, right. The item says which of them is on which side. */
export function sidesOf({ view, other_view, flip }: Item): [View, View] {
  const other = other_view ?? view;
  return flip ? [other, view] : [view, other];
}

interface PairProps {
  item: Item;
  diff: boolean;
  raw: boolean;
}

/** Two answers beside each other. Nothing in here may tell which is which. */
export function Pair({ item, diff, raw }: PairProps) {
  const t = useT();
  const [left, right] = useMemo(() => sidesOf(item), [item]);
  const json = useMemo(() => [jsonOf(left.output), jsonOf(right.output)] as const, [left, right]);
  const fields = json[0] && json[1] && !raw;
  const found = useMemo(() => {
    if (!diff || fields) return null;
    const seen = raw ? (text: string) => text : readable;
    return difference(seen(left.output_text), seen(right.output_text));
  }, [diff, fields, raw, left, right]);
  return (
    <>
      {found?.far && <p className="review-hint">{t("ui.diffFar")}</p>}
      {found?.same && <p className="review-hint">{t("ui.diffSame")}</p>}
      <div className="review-pair">
        <Side name="A" command="review.left" view={left} raw={raw}>
          {found && !found.far && <Marked parts={found.before} />}
          {diff && fields && json[0] && <Fields value={json[0]} other={json[1]} />}
        </Side>
        <Side name="B" command="review.right" view={right} raw={raw}>
          {found && !found.far && <Marked parts={found.after} />}
          {diff && fields && json[1] && <Fields value={json[1]} other={json[0]} />}
        </Side>
      </div>
    </>
  );
}

interface SideProps {
  name: string;
  command: string;
  view: View;
  raw: boolean;
  children: React.ReactNode[];
}

function Side({ name, command, view, raw, children }: SideProps) {
  const t = useT();
  return (
    <section aria-label={t("review.answerOf", { name })}>
      <h2 className="review-side">
        <Key command={command} />
        {name}
      </h2>
      <div className="card review-answer">
        {children.some(Boolean) ? children : <Answer view={view} raw={raw} />}
      </div>
    </section>
  );
}

function Marked({ parts }: { parts: readonly Part[] }) {
  return (
    <div className="review-marked">
      {/* one mark for both sides: "deleted" and "inserted" would say which came first */}
      <Parts parts={parts} as="ins" />
    </div>
  );
}
