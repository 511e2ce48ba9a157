import { useMemo } from "react";
import { useT } from "@/i18n";
import { cutAt } from "@/lib/codepoints";
import { useGet } from "@/lib/queries";
import { Skeleton } from "@/ui/States";
import type { Evidence, ItemRef } from "./server";

/** The output itself, with what the check points at marked in it; what was asked above it. */

const NONE: readonly Evidence[] = [];

export function Evidenced({ app, item }: { app: string; item: ItemRef }) {
  const t = useT();
  const { trace_id: trace, span_id: span } = item.key;
  const path = { app, trace, span };
  const { data, error } = useGet(
    "/api/spans/{app}/{trace}/{span}/payload",
    { params: { path } },
    { enabled: app !== "" },
  );
  const evidence = item.verdict?.evidence ?? NONE;
  if (error) return <p lang="en">{error.message}</p>;
  if (!data) return <Skeleton lines={4} />;
  const output = textOf(data.output);
  return (
    <div className="criteria-texts">
      <section>
        <h3>{t("criteria.asked")}</h3>
        <p className="criteria-text">{item.input_preview || "–"}</p>
      </section>
      <section>
        <h3>{t("criteria.answered")}</h3>
        <Marked text={output} field="output" evidence={evidence} />
      </section>
      {data.passages.map((passage, at) => {
        const field = `passages[${at}]`;
        if (!evidence.some((one) => one.field === field)) return null;
        const title = t("criteria.passage", { at: at + 1 });
        return (
          <section key={field}>
            <h3>{title}</h3>
            <Marked text={textOf(passage.text)} field={field} evidence={evidence} />
          </section>
        );
      })}
    </div>
  );
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value, null, 2);
}

interface MarkedProps {
  text: string;
  field: string;
  evidence: readonly Evidence[];
}

function Marked({ text, field, evidence }: MarkedProps) {
  const pieces = useMemo(() => {
    return cutAt(
      text,
      evidence.filter((one) => one.field === field),
    );
  }, [text, field, evidence]);
  return (
    <p className="criteria-text">
      {pieces.map(({ text: part, at, by }) =>
        by.length === 0 ? (
          <span key={at}>{part}</span>
        ) : (
          <mark key={at} title={by.map(({ note }) => note).join("\n")}>
            {part}
          </mark>
        ),
      )}
    </p>
  );
}
