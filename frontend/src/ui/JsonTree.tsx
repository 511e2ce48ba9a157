import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useT } from "@/i18n";
import { downloadText } from "@/lib/tabular";
import "./markdown.css";

interface JsonTreeProps {
  value: unknown;
  /** How many levels are open at first. */
  openTo?: number;
}

const STEP = 100;
/** How much of a long text is shown, at first and with each press; the last is all that ever is. */
const TEXT_STEPS = [1000, 20_000, 100_000] as const;
const SHORT_LINE = 64;

/** JSON as a tree. What is closed is not in the page, so that large values cost nothing. */
export function JsonTree({ value, openTo = 1 }: JsonTreeProps) {
  return (
    <div className="jt">
      <Value value={value} openTo={openTo} />
    </div>
  );
}

interface ValueProps {
  name?: string;
  value: unknown;
  openTo: number;
}

function Value({ name, value, openTo }: ValueProps) {
  if (typeof value !== "object" || value === null) {
    return (
      <div className="jt-line">
        <Name name={name} />
        <Scalar name={name} value={value} />
      </div>
    );
  }
  const short = shortLine(value);
  if (short !== null) {
    return (
      <div className="jt-line">
        <Name name={name} />
        <span>{short}</span>
      </div>
    );
  }
  return <Branch name={name} value={value} openTo={openTo} />;
}

function Branch({ name, value, openTo }: ValueProps & { value: object }) {
  const t = useT();
  const [open, setOpen] = useState(openTo > 0);
  const [shown, setShown] = useState(STEP);
  const keys = Object.keys(value);
  const visible = keys.slice(0, shown);
  const rest = keys.length - visible.length;
  const held = value as Record<string, unknown>;
  return (
    <div className="jt-line">
      <button
        type="button"
        className="jt-toggle"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight className="ico" aria-hidden="true" />
        <Name name={name} />
        <span className="mut">
          {Array.isArray(value)
            ? t("ui.items", { n: keys.length })
            : t("ui.fields", { n: keys.length })}
        </span>
      </button>
      {open && (
        <ul>
          {visible.map((key) => (
            <li key={key}>
              <Value name={key} value={held[key]} openTo={openTo - 1} />
            </li>
          ))}
          {rest > 0 && (
            <li>
              <button type="button" className="jt-more" onClick={() => setShown(shown + STEP)}>
                {t("ui.showMore", { n: Math.min(rest, STEP) })}
              </button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

function Name({ name }: { name?: string | undefined }) {
  return name === undefined ? null : <span className="jt-key">{name}:&nbsp;</span>;
}

function Scalar({ name, value }: { name?: string | undefined; value: unknown }) {
  if (typeof value === "string") return <LongText name={name} text={value} />;
  if (value === null || value === undefined) return <span className="jt-null">null</span>;
  return <span className="jt-number">{String(value)}</span>;
}

/** A text in steps: a page that holds millions of characters does not answer any more. */
function LongText({ name, text }: { name?: string | undefined; text: string }) {
  const t = useT();
  const [step, setStep] = useState(0);
  const shown = whole(text, TEXT_STEPS[step] ?? 0);
  const rest = text.length - shown.length;
  const next = TEXT_STEPS[step + 1];
  return (
    <>
      <span className="jt-text">
        "{shown}
        {rest === 0 ? '"' : "…"}
      </span>
      {rest > 0 && (
        <span className="jt-rest">
          {next !== undefined && (
            <button type="button" className="jt-more" onClick={() => setStep(step + 1)}>
              {t("ui.showMoreText", { n: Math.min(rest, next - shown.length) })}
            </button>
          )}
          <button
            type="button"
            className="jt-more"
            onClick={() => downloadText(`${name ?? "text"}.txt`, text)}
          >
            {t("ui.downloadText", { n: text.length })}
          </button>
        </span>
      )}
    </>
  );
}

/** The first `most` characters, without half of one at the end. */
function whole(text: string, most: number): string {
  const cut = text.slice(0, most);
  return cut.length < text.length && /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** A small object or list of plain values as one line, or null. */
function shortLine(value: object): string | null {
  const entries = Object.entries(value);
  if (entries.length > 8 || entries.some(([, one]) => typeof one === "object" && one !== null)) {
    return null;
  }
  const parts = entries.map(([key, one]) => {
    return Array.isArray(value) ? JSON.stringify(one) : `${key}: ${JSON.stringify(one)}`;
  });
  const line = Array.isArray(value) ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
  if (entries.length === 0) return Array.isArray(value) ? "[]" : "{}";
  return line.length <= SHORT_LINE ? line : null;
}
