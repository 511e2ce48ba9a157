import { CircleAlert, Clock3, Search, X } from "lucide-react";
import {
  type KeyboardEvent,
  memo,
  type RefObject,
  useDeferredValue,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { useApplication } from "@/app/application";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { toUnits } from "@/lib/codepoints";
import { IconButton } from "@/ui/Button";
import { Key } from "@/ui/Key";
import { completed, termsOf, typingAt } from "./filterText";
import { type Asked, type FilterCheck, useFilterCheck } from "./server";
import type { Suggestion } from "./suggestions";
import { useSuggestions } from "./useSuggestions";

/**
 * The filter, typed. What an input method is composing is left alone: nothing is searched, picked or
 * suggested until it is done.
 */

interface FilterBoxProps {
  asked: Asked;
  filter: string;
  onFilter: (filter: string) => void;
  input: RefObject<HTMLInputElement | null>;
}

const CHECK_MS = 250;

export const FilterBox = memo(({ asked, filter, onFilter, input }: FilterBoxProps) => {
  const t = useT();
  const id = useId();
  const [text, setText] = useState(filter);
  const [cursor, setCursor] = useState(filter.length);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [composing, setComposing] = useState(false);
  const applied = useRef(filter);
  useEffect(() => {
    if (filter === applied.current) return;
    applied.current = filter;
    setText(filter); // a facet, a view or the back button changed it
  }, [filter]);
  const criteria = useApplication()?.criteria ?? [];
  const found = useSuggestions(asked, criteria, text, cursor, open && !composing);
  const check = useChecked(text, composing);
  const shown = open && !composing && found.length > 0;

  const apply = (next: string) => {
    applied.current = next.trim();
    setText(next);
    setOpen(false);
    setActive(-1);
    onFilter(next.trim());
  };
  const pick = (one: Suggestion) => {
    setActive(-1);
    if (one.whole) return apply(one.insert);
    const [next, at] = completed(text, typingAt(text, cursor), one.insert);
    setText(next);
    setCursor(at);
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at));
    if (one.complete) {
      applied.current = next.trim();
      onFilter(next.trim());
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.key === "Process" || event.keyCode === 229) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    const chosen = shown ? found[active] : undefined;
    if (step !== undefined) {
      event.preventDefault();
      setOpen(true);
      setActive(
        active + step >= found.length ? -1 : active + step < -1 ? found.length - 1 : active + step,
      );
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (chosen) pick(chosen);
      else apply(text);
    } else if (event.key === "Tab" && chosen) {
      event.preventDefault();
      pick(chosen);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (shown) setOpen(false);
      else input.current?.blur();
    }
  };
  const wrong = !composing && check !== null && !check.ok ? check : null;
  return (
    <div className="filter">
      <div className="filter-field" data-wrong={wrong !== null}>
        <Search className="ico" aria-hidden="true" />
        <div className="filter-text">
          <Backdrop text={text} wrong={wrong} input={input} />
          <input
            ref={input}
            value={text}
            role="combobox"
            aria-label={t("traces.filter")}
            aria-expanded={shown}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
            aria-invalid={wrong ? true : undefined}
            aria-describedby={wrong ? `${id}-wrong` : undefined}
            placeholder={t("traces.filterPlaceholder")}
            autoComplete="off"
            autoCorrect="off"
            autoCapitalize="off"
            spellCheck={false}
            enterKeyHint="search"
            onChange={(event) => {
              setText(event.target.value);
              setCursor(event.target.selectionStart ?? event.target.value.length);
              setOpen(true);
              setActive(-1);
            }}
            onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
            onFocus={() => setOpen(true)}
            onClick={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
            onCompositionStart={() => setComposing(true)}
            onCompositionEnd={() => setComposing(false)}
          />
        </div>
        {text !== "" && (
          <IconButton icon={X} label={t("traces.filterClear")} onClick={() => apply("")} />
        )}
        {text.trim() !== filter ? <Key keys="enter" /> : <Key command="traces.filter" />}
      </div>
      {shown && (
        <div
          className="filter-list"
          id={`${id}-list`}
          role="listbox"
          aria-label={t("traces.suggestions")}
        >
          {found.map((one, at) => (
            <Option
              key={`${one.kind}:${one.insert}`}
              id={`${id}-${at}`}
              one={one}
              active={at === active}
              onPick={() => pick(one)}
            />
          ))}
          <p className="filter-tip" aria-hidden="true">
            <Key keys="up" />
            <Key keys="down" /> {t("traces.tipChoose")} · <Key keys="enter" />{" "}
            {t("traces.tipApply")}
          </p>
        </div>
      )}
      <div role="status" className="filter-status">
        {wrong && (
          <p className="filter-wrong" id={`${id}-wrong`}>
            <CircleAlert className="ico" aria-hidden="true" />
            <span lang="en">{wrong.error}</span>
          </p>
        )}
      </div>
    </div>
  );
});

/** What the server says of the text, once the typist pauses; null while it is not known. */
function useChecked(text: string, composing: boolean): FilterCheck | null {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    if (composing) return;
    const timer = setTimeout(() => setSettled(text), CHECK_MS);
    return () => clearTimeout(timer);
  }, [text, composing]);
  const { data } = useFilterCheck(settled);
  return settled === text && settled.trim() !== "" ? (data ?? null) : null;
}

interface BackdropProps {
  text: string;
  wrong: FilterCheck | null;
  input: RefObject<HTMLInputElement | null>;
}

/** Behind the input, character for character: conditions are tinted, what is wrong is underlined. */
function Backdrop({ text, wrong, input }: BackdropProps) {
  const holder = useRef<HTMLDivElement>(null);
  const late = useDeferredValue(text);
  useEffect(() => {
    const field = input.current;
    if (!field) return;
    const follow = () => {
      if (holder.current) holder.current.scrollLeft = field.scrollLeft;
    };
    follow();
    field.addEventListener("scroll", follow);
    return () => field.removeEventListener("scroll", follow);
  });
  const [start = 0, end = 0] =
    wrong?.start == null ? [] : toUnits(late, [wrong.start, wrong.end ?? wrong.start + 1]);
  const pieces: { at: number; text: string; kind: string }[] = [];
  const add = (from: number, to: number, kind: string) => {
    if (to > from) pieces.push({ at: from, text: late.slice(from, to), kind });
  };
  let at = 0;
  for (const term of termsOf(late)) {
    add(at, term.start, "");
    const bad = end > start && term.start < end && start < term.end;
    add(term.start, term.end, bad ? "term-wrong" : term.field === null ? "" : "term-field");
    at = term.end;
  }
  add(at, late.length, "");
  return (
    <div className="filter-back" aria-hidden="true" ref={holder}>
      {pieces.map((piece) => (
        <span key={piece.at} className={piece.kind}>
          {piece.text}
        </span>
      ))}
    </div>
  );
}

interface OptionProps {
  id: string;
  one: Suggestion;
  active: boolean;
  onPick: () => void;
}

function Option({ id, one, active, onPick }: OptionProps) {
  const f = useFormat();
  const self = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) self.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input, as in any combobox
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are those of the input
    <div
      ref={self}
      id={id}
      role="option"
      aria-selected={active}
      className="filter-option"
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      {one.kind === "recent" && <Clock3 className="ico" aria-hidden="true" />}
      <code className="clip">{one.insert}</code>
      {one.about && <span className="mut clip">{one.about}</span>}
      {one.count !== undefined && (
        <span className="mut num filter-count">{f.compact(one.count)}</span>
      )}
    </div>
  );
}
