import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { isCited } from "@/pages/review/texts";
import { Badge } from "@/ui/Badge";
import { JsonTree } from "@/ui/JsonTree";
import { EmptyState, QueryView, Skeleton } from "@/ui/States";
import { Prose } from "./Fold";
import { outputOf, outputText } from "./OutputTab";
import { iconOf, isStep } from "./operations";
import { type Passage, type SpanPayload, usePayload } from "./server";
import type { Node } from "./tree";
import { Values } from "./Values";

/** What an answer was built from: passages, and the searches and tools beneath the span. */

interface SourcesTabProps {
  node: Node;
  payload: SpanPayload;
  onSelect: (id: string) => void;
}

const STEPS = 40;

export function SourcesTab({ node, payload, onSelect }: SourcesTabProps) {
  const t = useT();
  const answer = outputText(outputOf(payload));
  const { passages } = payload;
  const steps = stepsBeneath(node);
  if (passages.length === 0 && steps.length === 0) {
    return <EmptyState title={t("trace.noSources")}>{t("trace.noSourcesText")}</EmptyState>;
  }
  return (
    <div className="stack">
      {passages.length > 0 && <Passages passages={passages} answer={answer} />}
      {steps.length > 0 && (
        <section>
          <h3 className="part-title">{t("trace.steps")}</h3>
          <div className="sources">
            {steps.slice(0, STEPS).map((step) => (
              <Step key={step.span.span_id} node={step} answer={answer} onSelect={onSelect} />
            ))}
          </div>
          {steps.length > STEPS && (
            <p className="mut small">{t("trace.moreSteps", { n: steps.length - STEPS })}</p>
          )}
        </section>
      )}
    </div>
  );
}

function stepsBeneath(node: Node): Node[] {
  const found: Node[] = [];
  const stack = [...node.children].reverse();
  for (let one = stack.pop(); one; one = stack.pop()) {
    if (isStep(one.span)) found.push(one);
    stack.push(...[...one.children].reverse());
  }
  return found;
}

function Passages({ passages, answer }: { passages: readonly Passage[]; answer: string }) {
  const t = useT();
  return (
    <section>
      <h3 className="part-title">
        {t("trace.passages")} <span className="mut num">{passages.length}</span>
      </h3>
      <div className="sources">
        {passages.map((passage, at) => (
          <PassageView
            key={`${at}-${passage.id}`}
            passage={passage}
            number={at + 1}
            cited={isCited(answer, passage, at)}
          />
        ))}
      </div>
    </section>
  );
}

interface PassageViewProps {
  passage: Passage;
  number: number;
  cited: boolean;
}

function PassageView({ passage, number, cited }: PassageViewProps) {
  const t = useT();
  const f = useFormat();
  const { title } = passage.metadata;
  const titled = typeof title === "string";
  const rest = Object.keys(passage.metadata).length > (titled ? 1 : 0);
  return (
    <details open={cited} className="source">
      <summary>
        <ChevronRight className="ico" aria-hidden="true" />
        <span className="cite">{passage.id || number}</span>
        <span className="clip grow" data-beginning={!titled}>
          {titled ? title : passage.text.slice(0, 120)}
        </span>
        {cited && <Badge tone="ok">{t("trace.cited")}</Badge>}
        {Object.entries(passage.scores).map(([kind, score]) => (
          <span key={kind} className="score num" title={`${kind}: ${score}`}>
            <span className="mut">{kind}</span>
            <i aria-hidden="true">
              <b style={{ width: `${Math.max(0, Math.min(1, score)) * 100}%` }} />
            </i>
            {f.number(Math.round(score * 100) / 100)}
          </span>
        ))}
      </summary>
      <div className="source-body">
        <Prose text={passage.text} />
        {(passage.document || passage.tenant) && (
          <p className="mut small">
            {[passage.document, passage.tenant].filter(Boolean).join(" · ")}
          </p>
        )}
        {rest && <JsonTree value={passage.metadata} openTo={0} />}
      </div>
    </details>
  );
}

interface StepProps {
  node: Node;
  answer: string;
  onSelect: (id: string) => void;
}

/** A search or a tool; what it was given and gave is fetched when it is opened. */
function Step({ node, answer, onSelect }: StepProps) {
  const t = useT();
  const f = useFormat();
  const [open, setOpen] = useState(false);
  const query = usePayload(node.span, 0, open);
  const Icon = iconOf(node.span.operation);
  return (
    <details className="source" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <ChevronRight className="ico" aria-hidden="true" />
        <Icon className="ico mut" aria-hidden="true" />
        <code className="clip grow">{node.span.name}</code>
        {node.span.status === "error" && <Badge tone="no">{t("trace.failed")}</Badge>}
        <span className="mut num">{f.duration(node.span.duration_ns)}</span>
      </summary>
      {open && (
        <div className="source-body">
          <QueryView query={query} skeleton={<Skeleton lines={3} />}>
            {(payload) => (
              <>
                {Object.keys(payload.inputs).length > 0 && <Values value={payload.inputs} />}
                {payload.output !== null && (
                  <>
                    <h4>{t("trace.result")}</h4>
                    <Values value={payload.output} />
                  </>
                )}
                {payload.passages.length > 0 && (
                  <Passages passages={payload.passages} answer={answer} />
                )}
              </>
            )}
          </QueryView>
          <button type="button" className="facet-more" onClick={() => onSelect(node.span.span_id)}>
            {t("trace.goToSpan")}
          </button>
        </div>
      )}
    </details>
  );
}
