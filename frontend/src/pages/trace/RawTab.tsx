import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import type { Span } from "@/lib/types";
import { Card } from "@/ui/Card";
import { CopyButton } from "@/ui/Copy";
import { JsonTree } from "@/ui/JsonTree";
import { downloadPath, type SpanPayload } from "./server";

/** Everything that was recorded of a span, as it was recorded. */
export function RawTab({ span, payload }: { span: Span; payload: SpanPayload }) {
  const t = useT();
  const f = useFormat();
  const { cut: _, ...whole } = payload;
  const rest: [string, ReactNode, unknown][] = [
    ["attributes", t("trace.attributes"), payload.attributes],
    ["metadata", t("trace.metadata"), payload.metadata],
    ["origin", t("trace.origin"), payload.origin],
    ["inputs", t("trace.inputs"), payload.inputs],
    ["output", t("trace.output"), payload.output],
    ["messages", t("trace.messages"), payload.messages],
    ["output_messages", t("trace.outputMessages"), payload.output_messages],
    ["passages", t("trace.passages"), payload.passages],
    ["reference", t("trace.reference"), payload.reference],
  ];
  return (
    <div className="stack">
      <div className="row">
        <CopyButton
          text={JSON.stringify({ ...span, payload: whole }, null, 2)}
          label={t("trace.copyJson")}
        />
        <a className="btn btn-plain btn-s" href={downloadPath(span)} download>
          <Download className="ico" aria-hidden="true" />
          {t("trace.download")}
        </a>
      </div>
      <Card title={t("trace.ids")}>
        <dl className="ids">
          <Id name={t("trace.traceId")} value={span.trace_id} />
          <Id name={t("trace.spanId")} value={span.span_id} />
          {span.parent_id && <Id name={t("trace.parentId")} value={span.parent_id} />}
          <Id name={t("trace.begun")} value={new Date(span.start_ns / 1e6).toISOString()} />
        </dl>
      </Card>
      {payload.events.length > 0 && (
        <Card title={t("trace.events")}>
          <ul className="events">
            {payload.events.map((event) => (
              <li key={`${event.time_ns}-${event.name}`}>
                <div className="row">
                  <strong>{event.name}</strong>
                  <span className="mut num">+{f.duration(event.time_ns - span.start_ns)}</span>
                </div>
                <JsonTree value={event.attributes} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {rest.map(([id, title, value]) => {
        if (empty(value)) return null;
        const copy = <CopyButton text={JSON.stringify(value, null, 2)} />;
        return (
          <Card key={id} title={title} actions={copy}>
            <JsonTree value={value} openTo={1} />
          </Card>
        );
      })}
    </div>
  );
}

function Id({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="row">
        <span className="mono clip">{value}</span>
        <CopyButton text={value} />
      </dd>
    </div>
  );
}

function empty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
