import { Brain, ChevronRight, Wrench } from "lucide-react";
import { useMemo, useState } from "react";
import { useT } from "@/i18n";
import { Badge } from "@/ui/Badge";
import { JsonTree } from "@/ui/JsonTree";
import { EmptyState } from "@/ui/States";
import { type Part, type Turn, turnsOf } from "./conversation";
import { LongText, Prose } from "./Fold";
import type { SpanPayload } from "./server";
import { Values } from "./Values";

/** The messages as they were sent, and what came back. Where there are none: what went in and out. */

interface ConversationTabProps {
  payload: SpanPayload;
  /** Of the model call before this one in the trace. */
  before: SpanPayload | undefined;
}

const OLD_SHOWN = 2;

export function ConversationTab({ payload, before }: ConversationTabProps) {
  const t = useT();
  const turns = useMemo(() => turnsOf(payload, before), [payload, before]);
  const [all, setAll] = useState(false);
  if (turns.length === 0) return <InAndOut payload={payload} />;
  const system = turns.filter((turn) => turn.role === "system");
  const old = turns.filter((turn) => !turn.fresh && turn.role !== "system");
  const fresh = turns.filter((turn) => turn.fresh && turn.role !== "system");
  const hidden = all ? 0 : Math.max(0, old.length - OLD_SHOWN);
  return (
    <div className="talk">
      {system.map((turn, at) => (
        <System key={`${at}-${turn.name}`} turn={turn} />
      ))}
      {hidden > 0 && (
        <button type="button" className="talk-more" onClick={() => setAll(true)}>
          {t("trace.earlier", { n: hidden })}
        </button>
      )}
      {old.slice(hidden).map((turn, at) => (
        <TurnView key={at + hidden} turn={turn} />
      ))}
      {old.length > 0 && fresh.length > 0 && (
        <p className="talk-new">
          <span>{t(before ? "trace.newSinceCall" : "trace.newSinceAnswer")}</span>
        </p>
      )}
      {fresh.map((turn, at) => (
        <TurnView key={at + old.length} turn={turn} />
      ))}
    </div>
  );
}

function System({ turn }: { turn: Turn }) {
  const t = useT();
  const text = turn.parts.map((part) => (part.kind === "text" ? part.text : "")).join("\n");
  return (
    <details className="talk-system">
      <summary>
        <ChevronRight className="ico" aria-hidden="true" />
        <strong>{t("trace.role.system")}</strong>
        <span className="clip mut">{text.slice(0, 200)}</span>
      </summary>
      <div className="talk-system-body">
        {turn.parts.map((part, at) => (
          <PartView key={`${at}-${part.kind}`} part={part} by="system" />
        ))}
      </div>
    </details>
  );
}

const ROLES = ["user", "assistant", "tool", "developer"] as const;

function TurnView({ turn }: { turn: Turn }) {
  const t = useT();
  const known = ROLES.find((role) => role === turn.role);
  return (
    <section className="turn" data-role={turn.role} data-fresh={turn.fresh}>
      <header className="row">
        <h3>{known ? t(`trace.role.${known}`) : turn.role}</h3>
        {turn.name && <span className="mut">{turn.name}</span>}
        {turn.answer && <Badge tone="accent">{t("trace.answer")}</Badge>}
        {turn.finish && turn.finish !== "stop" && <Badge>{turn.finish}</Badge>}
      </header>
      {turn.parts.map((part, at) => (
        <PartView key={`${at}-${part.kind}`} part={part} by={turn.role} />
      ))}
      {turn.parts.length === 0 && <p className="mut">{t("trace.emptyMessage")}</p>}
    </section>
  );
}

function PartView({ part, by }: { part: Part; by: string }) {
  const t = useT();
  if (part.kind === "text") {
    if (by !== "assistant") return <LongText text={part.text} />;
    return <Prose text={part.text} />;
  }
  if (part.kind === "reasoning") {
    return (
      <details className="talk-reasoning">
        <summary>
          <Brain className="ico" aria-hidden="true" />
          {t("trace.reasoning")}
        </summary>
        <LongText text={part.text} />
      </details>
    );
  }
  if (part.kind === "call") return <ToolView part={part} />;
  if (part.kind === "result") {
    return (
      <div className="tool">
        <Labelled label={t("trace.result")} value={part.value} />
      </div>
    );
  }
  return (
    <div className="tool">
      <p className="mut small">{t("trace.otherPart")}</p>
      <JsonTree value={part.data} />
    </div>
  );
}

function ToolView({ part }: { part: Extract<Part, { kind: "call" }> }) {
  const t = useT();
  return (
    <details className="tool" open>
      <summary>
        <Wrench className="ico" aria-hidden="true" />
        <code>{part.name}</code>
      </summary>
      <Labelled label={t("trace.arguments")} value={part.arguments} />
      {part.result ? (
        <Labelled label={t("trace.result")} value={part.result.value} />
      ) : (
        <p className="mut small">{t("trace.noResultHere")}</p>
      )}
    </details>
  );
}

function Labelled({ label, value }: { label: string; value: unknown }) {
  return (
    <div className="labelled">
      <h4>{label}</h4>
      <Values value={value} />
    </div>
  );
}

function InAndOut({ payload }: { payload: SpanPayload }) {
  const t = useT();
  const inputs = Object.keys(payload.inputs).length > 0;
  const output = payload.output !== null && payload.output !== undefined;
  if (!inputs && !output) return <EmptyState title={t("trace.nothingSaid")} />;
  return (
    <div className="talk">
      {inputs && (
        <section className="turn" data-role="user">
          <h3>{t("trace.inputs")}</h3>
          <Values value={payload.inputs} />
        </section>
      )}
      {output && (
        <section className="turn" data-role="assistant">
          <h3>{t("trace.output")}</h3>
          {typeof payload.output === "string" ? (
            <Prose text={payload.output} />
          ) : (
            <Values value={payload.output} />
          )}
        </section>
      )}
    </div>
  );
}
