import { PageLink } from "@/app/navigation";
import { useT } from "@/i18n";
import type { ItemRef } from "./types";

interface ExamplesProps {
  title: string;
  items: readonly ItemRef[];
}

/** Outputs that a number stands for; each opens where it can be read whole. */
export function Examples({ title, items }: ExamplesProps) {
  const t = useT();
  if (!items.length) return null;
  return (
    <details className="proposal-examples">
      <summary>{title}</summary>
      <ul>
        {items.map(({ key, input_preview, output_preview, verdict }) => (
          <li key={`${key.trace_id}.${key.span_id}`}>
            <p className="mut small clip">{input_preview}</p>
            <p>{output_preview}</p>
            {verdict?.reason && <p className="mut small">{verdict.reason}</p>}
            <PageLink
              page="trace"
              params={{ trace: key.trace_id }}
              search={{ span: key.span_id }}
              target="_blank"
            >
              {t("review.openTrace")}
            </PageLink>
          </li>
        ))}
      </ul>
    </details>
  );
}
