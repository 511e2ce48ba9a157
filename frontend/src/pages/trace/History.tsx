import { ThumbsDown, ThumbsUp } from "lucide-react";
import { type MessageKey, useT } from "@/i18n";
import { en } from "@/i18n/en/trace";
import { useFormat } from "@/i18n/format";
import { Badge, Verdict } from "@/ui/Badge";
import { Card } from "@/ui/Card";
import { TimeAgo } from "@/ui/TimeAgo";
import { Prose } from "./Fold";
import type { Feedback, Label } from "./server";

/** What was said of an output, newest first: by those who label, and by those who used it. */

export function LabelHistory({ labels }: { labels: readonly Label[] }) {
  const t = useT();
  const sorted = [...labels].sort((a, b) => b.created_ns - a.created_ns);
  return (
    <Card title={t("trace.labels")}>
      {sorted.length === 0 && <p className="mut">{t("trace.noLabels")}</p>}
      <ul className="history">
        {sorted.map((label) => (
          <li key={`${label.created_ns}-${label.annotator}-${label.criterion}`}>
            <div className="row wrap">
              <Value value={label.value} />
              <strong>{label.criterion}</strong>
              {label.failure && <Badge tone="no">{label.failure}</Badge>}
              {label.kind !== "output" && <Badge>{label.kind}</Badge>}
              <span className="mut">{label.annotator}</span>
              <span className="mut small history-when">
                <TimeAgo ns={label.created_ns} />
              </span>
            </div>
            {label.reason && <p>{label.reason}</p>}
            {label.correction && (
              <blockquote className="correction">
                <h4>{t("trace.correction")}</h4>
                <Prose text={label.correction} />
              </blockquote>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Value({ value }: { value: number | null }) {
  const t = useT();
  const f = useFormat();
  if (value === null) return <Badge>{t("trace.unsure")}</Badge>;
  if (value === 0 || value === 1) return <Verdict outcome={value ? "pass" : "fail"} />;
  return <Badge>{f.percent(value)}</Badge>;
}

export function FeedbackHistory({ feedback }: { feedback: readonly Feedback[] }) {
  const t = useT();
  const f = useFormat();
  const sorted = [...feedback].sort((a, b) => b.at_ns - a.at_ns);
  return (
    <Card title={t("trace.feedback")}>
      {sorted.length === 0 && <p className="mut">{t("trace.noFeedback")}</p>}
      <ul className="history">
        {sorted.map((one) => (
          <li key={one.id}>
            <div className="row wrap">
              {one.kind === "thumbs" && one.value !== null ? (
                <Badge
                  tone={one.value > 0.5 ? "ok" : "no"}
                  icon={one.value > 0.5 ? ThumbsUp : ThumbsDown}
                >
                  {t(one.value > 0.5 ? "trace.thumbsUp" : "trace.thumbsDown")}
                </Badge>
              ) : (
                <Badge>{kindOf(one.kind, t)}</Badge>
              )}
              {one.distance !== null && (
                <span className="mut num">
                  {t("trace.distance", { share: f.percent(one.distance) })}
                </span>
              )}
              {one.user && <span className="mut">{one.user}</span>}
              <span className="mut small history-when">
                <TimeAgo ns={one.at_ns} />
              </span>
            </div>
            {one.text && <p className="longtext">{one.text}</p>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function kindOf(kind: string, t: ReturnType<typeof useT>): string {
  const key = `trace.kind.${kind}`;
  return key in en ? t(key as MessageKey) : kind;
}
