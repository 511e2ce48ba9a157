import { useCommands } from "@/app/keys";
import { useT } from "@/i18n";
import type { Span } from "@/lib/types";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { CopyButton } from "@/ui/Copy";
import { JsonTree } from "@/ui/JsonTree";
import { EmptyState } from "@/ui/States";
import { textOf } from "./conversation";
import { LongText, Prose } from "./Fold";
import { MarkedText } from "./MarkedText";
import type { SpanPayload, Verdict } from "./server";
import { Values } from "./Values";

/** What came out: as a reader sees it, as fields, or as it was recorded. */

interface OutputTabProps {
  span: Span;
  payload: SpanPayload;
  raw: boolean;
  onRaw: (raw: boolean) => void;
  /** The check whose evidence is marked. */
  chosen: Verdict | undefined;
  onChoose: (check: string) => void;
}

/** The output as the server's checks read it: text stays, anything else is JSON. */
export function outputText(output: unknown): string {
  if (output === null || output === undefined) return "";
  return typeof output === "string" ? output : JSON.stringify(output);
}

export function outputOf(payload: SpanPayload): unknown {
  return payload.output ?? (textOf(payload.output_messages) || null);
}

export function OutputTab(props: OutputTabProps) {
  const { span, payload, raw, onRaw, chosen, onChoose } = props;
  const t = useT();
  const output = outputOf(payload);
  const failed = span.status === "error";
  useCommands("trace.title", [
    {
      id: "trace.raw",
      keys: "r",
      label: raw ? "trace.asRead" : "trace.asRaw",
      run: () => onRaw(!raw),
    },
  ]);
  return (
    <div className="stack">
      {output === null && !failed && <EmptyState title={t("trace.noOutput")} />}
      {output !== null && (
        <Card
          title={t("trace.output")}
          actions={
            <>
              <Button command="trace.raw" size="s" pressed={raw} />
              <CopyButton text={outputText(output)} />
            </>
          }
        >
          {chosen && (
            <p className="marked-by row">
              <span className="grow">{t("trace.markedBy", { check: chosen.check })}</span>
              <Button size="s" kind="ghost" onClick={() => onChoose("")}>
                {t("trace.unmark")}
              </Button>
            </p>
          )}
          <Shown output={output} raw={raw} chosen={chosen} />
        </Card>
      )}
      {payload.reference !== null && payload.reference !== undefined && (
        <Card title={t("trace.reference")}>
          {typeof payload.reference === "string" ? (
            <Prose text={payload.reference} />
          ) : (
            <Values value={payload.reference} />
          )}
        </Card>
      )}
    </div>
  );
}

function Shown({
  output,
  raw,
  chosen,
}: {
  output: unknown;
  raw: boolean;
  chosen: Verdict | undefined;
}) {
  const marks = chosen?.evidence.filter((one) => one.field === "output") ?? [];
  if (marks.length) return <MarkedText text={outputText(output)} evidence={marks} />;
  const structured = typeof output === "string" ? parsed(output) : output;
  if (raw) {
    const text = typeof output === "string" ? output : null;
    return text === null ? (
      <JsonTree value={output} openTo={2} />
    ) : (
      <LongText text={text} as="code" />
    );
  }
  if (structured !== undefined && typeof structured !== "string")
    return <Values value={structured} />;
  return (
    <div className="reading">
      <Prose text={String(output)} />
    </div>
  );
}

/** An object or a list that a model wrote as text. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function Failure({ span }: { span: Span }) {
  const t = useT();
  return (
    <div className="failure" role="note">
      <strong>{t("trace.failedWith")}</strong>
      <pre>{span.status_message ?? t("trace.noMessage")}</pre>
    </div>
  );
}
