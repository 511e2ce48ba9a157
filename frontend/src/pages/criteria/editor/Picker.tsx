import { useMemo, useState } from "react";
import { useT } from "@/i18n";
import { Badge } from "@/ui/Badge";
import { Field } from "@/ui/Field";
import type { CheckInfo } from "../server";

/** All checks there are, found by name or by what they say. */

interface PickerProps {
  checks: readonly CheckInfo[];
  onPick: (check: CheckInfo) => void;
  /** A check as text: `contains('refund')`. */
  onSpec: (spec: string) => void;
}

const MOST = 60;

export function Picker({ checks, onPick, onSpec }: PickerProps) {
  const t = useT();
  const [sought, setSought] = useState("");
  const found = useMemo(() => find(checks, sought), [checks, sought]);
  const written = /^\s*\w+\s*\(.*\)\s*$/s.test(sought);
  const first = found[0];
  return (
    <div className="criteria-picker">
      <Field label={t("criteria.findCheck")} hint={t("criteria.findCheckHint")}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type this
            autoFocus
            spellCheck={false}
            autoComplete="off"
            value={sought}
            onChange={(event) => setSought(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
              event.preventDefault();
              if (written) onSpec(sought.trim());
              else if (first) onPick(first);
            }}
          />
        )}
      </Field>
      {written && (
        <button type="button" className="criteria-pick" onClick={() => onSpec(sought.trim())}>
          <code>{sought.trim()}</code>
          <span>{t("criteria.asWritten")}</span>
        </button>
      )}
      <ul>
        {found.slice(0, MOST).map((check) => (
          <li key={check.spec}>
            <button type="button" className="criteria-pick" onClick={() => onPick(check)}>
              <span className="row">
                <code className="clip">{check.signature || check.name}</code>
                {check.origin !== "library" && (
                  <Badge>{t(`criteria.origin.${check.origin}`)}</Badge>
                )}
              </span>
              <span lang="en">{check.description}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && !written && <p className="mut">{t("criteria.noneFound")}</p>}
    </div>
  );
}

/** Those in which every word is found; in the name before in what they say. */
export function find(checks: readonly CheckInfo[], sought: string): CheckInfo[] {
  const words = sought
    .toLowerCase()
    .split(/[\s_]+/)
    .filter(Boolean);
  const name = (check: CheckInfo) => check.name.toLowerCase();
  const all = (check: CheckInfo) => `${name(check)} ${check.description}`.toLowerCase();
  const usable = checks.filter(({ origin }) => origin !== "recorded");
  const found = usable.filter((check) => words.every((word) => all(check).includes(word)));
  const inName = (check: CheckInfo) => words.every((word) => name(check).includes(word));
  return [...found.filter(inName), ...found.filter((check) => !inName(check))];
}
