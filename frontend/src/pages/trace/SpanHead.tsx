import { CircleCheck, CircleX } from "lucide-react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import type { Span } from "@/lib/types";
import { Badge } from "@/ui/Badge";
import { iconOf } from "./operations";

/** Which span the tabs are about. */
export function SpanHead({ span }: { span: Span }) {
  const t = useT();
  const f = useFormat();
  const Icon = iconOf(span.operation);
  const failed = span.status === "error";
  const answered =
    span.response_model && span.response_model !== span.model ? span.response_model : null;
  const read = span.input_tokens;
  const wrote = span.output_tokens;
  const cached = span.cached_tokens ? t("trace.cached", { n: span.cached_tokens }) : "";
  const reasoning = span.reasoning_tokens ? t("trace.reasoned", { n: span.reasoning_tokens }) : "";
  return (
    <header className="span-head">
      <div className="row">
        <Icon className="ico" aria-hidden="true" />
        <h2 className="clip" title={span.name}>
          {span.name || span.operation}
        </h2>
        <Badge tone={failed ? "no" : "ok"} icon={failed ? CircleX : CircleCheck}>
          {t(failed ? "trace.failed" : "trace.ok")}
        </Badge>
      </div>
      <p className="span-facts num">
        <span>{span.operation}</span>
        {span.model && (
          <span>
            {span.model}
            {answered && ` → ${answered}`}
          </span>
        )}
        {span.prompt_version && <span>{t("trace.prompt", { version: span.prompt_version })}</span>}
        <span>{f.duration(span.duration_ns)}</span>
        {span.first_token !== null && (
          <span>{t("trace.firstToken", { time: f.milliseconds(span.first_token * 1000) })}</span>
        )}
        {(read !== null || wrote !== null) && (
          <span title={[cached, reasoning].filter(Boolean).join("\n")}>
            {t("trace.readWrote", { read: f.tokens(read), wrote: f.tokens(wrote) })}
          </span>
        )}
        {span.cost !== null && <span>{f.cost(span.cost)}</span>}
      </p>
    </header>
  );
}
