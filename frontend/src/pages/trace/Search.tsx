import { ChevronDown, ChevronUp, Search as Glass, X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useState } from "react";
import { useT } from "@/i18n";
import { useGet } from "@/lib/queries";
import { IconButton } from "@/ui/Button";
import { Key } from "@/ui/Key";
import { matching, type Tree } from "./tree";

/** Finds spans of a trace: by what is said of them here, by what is in them on the server. */

const REST_MS = 250;
const MOST = 1000;
const NONE: ReadonlySet<string> = new Set();

/** The spans that have the words, and whether the server still looks. */
export function useFound(app: string, trace: string, tree: Tree, words: string) {
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words.trim()), REST_MS);
    return () => clearTimeout(timer);
  }, [words]);
  const quoted = settled.replace(/["\\]/g, "\\$&");
  const query = { app, filter: `trace:${trace} "${quoted}"`, all_spans: true, limit: MOST };
  const { data, isFetching } = useGet(
    "/api/traces",
    { params: { query } },
    { enabled: settled.length > 1, retry: false, meta: { still: true } },
  );
  const within = settled === words.trim() && settled.length > 1 ? data : undefined;
  const found = useMemo(() => {
    if (words.trim() === "") return NONE;
    const ids = matching(tree, words);
    for (const span of within?.spans ?? []) ids.add(span.span_id);
    return ids;
  }, [tree, words, within]);
  return { found, looking: isFetching };
}

interface SearchProps {
  words: string;
  onWords: (words: string) => void;
  input: RefObject<HTMLInputElement | null>;
  /** Which of how many is selected; -1: none of them. */
  at: number;
  number: number;
  onStep: (by: number) => void;
}

export function Search({ words, onWords, input, at, number, onStep }: SearchProps) {
  const t = useT();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.key === "Process") return;
    if (event.key === "Enter") {
      event.preventDefault();
      onStep(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      onWords("");
      input.current?.blur();
    }
  };
  return (
    <div className="find">
      <Glass className="ico" aria-hidden="true" />
      <input
        ref={input}
        value={words}
        aria-label={t("trace.search")}
        placeholder={t("trace.search")}
        spellCheck={false}
        onChange={(event) => onWords(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {words === "" ? (
        <Key command="trace.search" />
      ) : (
        <>
          <span className="mut num small" role="status">
            {t("trace.found", { at: at + 1, n: number })}
          </span>
          <IconButton
            icon={ChevronUp}
            label={t("trace.previousFound")}
            onClick={() => onStep(-1)}
          />
          <IconButton icon={ChevronDown} label={t("trace.nextFound")} onClick={() => onStep(1)} />
          <IconButton icon={X} label={t("trace.endSearch")} onClick={() => onWords("")} />
        </>
      )}
    </div>
  );
}
