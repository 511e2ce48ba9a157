import { type ReactNode, useState } from "react";
import { useT } from "@/i18n";
import { Markdown } from "@/ui/Markdown";

/** Texts of any length: what is long is shown in part until a person wants more of it. */

const LONG = 1500;
const LINES = 24;
/** What Markdown is laid out of; browsers take seconds for longer texts of several scripts. */
const PROSE = 30_000;
const FIRST = 2000;
const STEP = 50_000;

interface ProseProps {
  text: string;
}

/** What a model wrote, as a reader sees it. */
export function Prose({ text }: ProseProps) {
  if (text.length > PROSE) return <LongText text={text} />;
  return (
    <Fold text={text}>
      <Markdown source={text} citations />
    </Fold>
  );
}

function Fold({ text, children }: { text: string; children: ReactNode }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  if (!isLong(text)) return children;
  return (
    <div className="fold" data-open={open}>
      <div className="fold-in">{children}</div>
      <button
        type="button"
        className="fold-more"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? t("trace.less") : t("ui.showAll", { n: text.length })}
      </button>
    </div>
  );
}

function isLong(text: string): boolean {
  return text.length > LONG || text.split("\n", LINES + 1).length > LINES;
}

/** A text as it stands. Only what is shown of it is in the page. */
export function LongText({ text, as = "text" }: { text: string; as?: "text" | "code" }) {
  const t = useT();
  const [shown, setShown] = useState(FIRST);
  const cut = isLong(text) ? beginning(text, shown) : text;
  const rest = text.length - cut.length;
  return (
    <>
      <div className={as === "code" ? "longtext mono" : "longtext"}>
        {cut}
        {rest > 0 && "…"}
      </div>
      {rest > 0 && (
        <button type="button" className="fold-more" onClick={() => setShown(shown + STEP)}>
          {rest <= STEP
            ? t("ui.showAll", { n: text.length })
            : t("trace.moreText", { n: STEP, rest })}
        </button>
      )}
    </>
  );
}

/** At most so many characters; at first also only so many lines, and no half of a pair. */
function beginning(text: string, most: number): string {
  const cut = text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
  return most === FIRST ? cut.split("\n", LINES).join("\n") : cut;
}
