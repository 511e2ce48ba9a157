import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import type { Item } from "./types";

/** What is known of how the output was made; what could sway the decision only after it. */
export function About({ item, unblinded }: { item: Item; unblinded: boolean }) {
  const t = useT();
  const f = useFormat();
  const { span } = item.view;
  const tokens = (span.input_tokens ?? 0) + (span.output_tokens ?? 0);
  const rows: [string, string][] = [
    [t("review.latency"), f.duration(span.duration_ns)],
    [t("review.tokens"), f.tokens(tokens || null)],
    [t("review.cost"), f.cost(span.cost)],
  ];
  if (unblinded) {
    rows.unshift(
      [t("review.why"), t(`review.why.${item.why}`)],
      [t("review.model"), span.model ?? "–"],
      [t("review.promptVersion"), span.prompt_version ?? "–"],
    );
  }
  return (
    <div>
      <h3 className="review-label">{t("review.about")}</h3>
      <dl className="review-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
