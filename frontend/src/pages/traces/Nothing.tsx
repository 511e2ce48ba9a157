import { Radio, SearchX } from "lucide-react";
import type { Range } from "@/app/range";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Button } from "@/ui/Button";
import { CodeBlock } from "@/ui/Copy";
import { EmptyState } from "@/ui/States";
import { useCount } from "./Facets";
import { joined, termsOf, withoutTerm } from "./filterText";
import type { Asked } from "./server";

/** Nothing is meant by the filter and the time range: what to leave out, and what is there then. */

interface NothingProps {
  asked: Asked;
  filter: string;
  range: Range & { setPreset: (preset: "all") => void };
  onFilter: (filter: string) => void;
  onSpans: () => void;
}

const MOST = 5;

export function Nothing({ asked, filter, range, onFilter, onSpans }: NothingProps) {
  const t = useT();
  const terms = termsOf(filter).slice(0, MOST);
  const everything = useCount({ ...asked, filter: "", all_spans: true }, true);
  if (everything === 0) return <NothingRecorded app={asked.app} />;
  return (
    <EmptyState icon={SearchX} title={t(filter ? "traces.noneMatch" : "traces.noneInRange")}>
      <span className="nothing">
        {range.filter !== "" && (
          <Relaxed
            asked={{ ...asked, filter }}
            label={t("traces.relaxTime")}
            onPick={() => range.setPreset("all")}
          />
        )}
        {terms.map((term) => (
          <Relaxed
            key={term.start}
            asked={{ ...asked, filter: joined(withoutTerm(filter, term), range.filter) }}
            label={t("traces.relaxTerm", { term: filter.slice(term.start, term.end) })}
            onPick={() => onFilter(withoutTerm(filter, term))}
          />
        ))}
        {filter !== "" && (
          <Relaxed
            asked={{ ...asked, filter: "" }}
            label={t("traces.relaxAll")}
            onPick={() => {
              onFilter("");
              range.setPreset("all");
            }}
          />
        )}
        {!asked.all_spans && (
          <Relaxed
            asked={{ ...asked, all_spans: true }}
            label={t("traces.relaxSpans")}
            onPick={onSpans}
          />
        )}
      </span>
    </EmptyState>
  );
}

/** What records the first trace, sent to this very server. */
function NothingRecorded({ app }: { app: string }) {
  const t = useT();
  const snippet = `import genchi

# or from any language: OTLP to ${location.origin}/v1/traces
genchi.configure(app=${JSON.stringify(app)}, to=${JSON.stringify(location.origin)})


@genchi.trace
def answer(question: str) -> str:
    ...`;
  return (
    <>
      <EmptyState icon={Radio} title={t("traces.nothingYet")}>
        {t("traces.nothingElse")}
      </EmptyState>
      <div className="nothing-snippet">
        <CodeBlock code={snippet} language="python" />
      </div>
    </>
  );
}

interface RelaxedProps {
  asked: Asked;
  label: string;
  onPick: () => void;
}

/** One thing less to ask for; only where something is found then. */
function Relaxed({ asked, label, onPick }: RelaxedProps) {
  const t = useT();
  const f = useFormat();
  const count = useCount(asked, true);
  if (!count) return null;
  return (
    <Button onClick={onPick}>
      {label}
      <span className="mut num">{t("traces.relaxFinds", { n: f.compact(count) })}</span>
    </Button>
  );
}
