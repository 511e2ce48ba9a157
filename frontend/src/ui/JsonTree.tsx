import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useT } from "@/i18n";
import "./markdown.css";

interface JsonTreeProps {
  value: unknown;
  /** How many levels are open at first. */
  openTo?: number;
}

const STEP = 100;
const LONG_TEXT = 1000;
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
        <Scalar value={value} />
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

function Scalar({ value }: { value: unknown }) {
  const t = useT();
  const [whole, setWhole] = useState(false);
  if (typeof value === "string") {
    const cut = !whole && value.length > LONG_TEXT;
    return (
      <>
        <span className="jt-text">"{cut ? value.slice(0, LONG_TEXT) : value}"</span>
        {cut && (
          <button type="button" className="jt-more" onClick={() => setWhole(true)}>
            {t("ui.showAll", { n: value.length })}
          </button>
        )}
      </>
    );
  }
  if (value === null || value === undefined) return <span className="jt-null">null</span>;
  return <span className="jt-number">{String(value)}</span>;
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
