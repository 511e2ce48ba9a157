import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Badge, Verdict } from "@/ui/Badge";
import { sidesOf } from "./Pair";
import type { Item, Mode, OthersLabel, View } from "./types";

/** What checks, other people and users said of the output. Only after the decision, or on purpose. */
export function Others({ item, mode }: { item: Item; mode: Mode }) {
  if (mode === "single") return <OfView view={item.view} name="" />;
  const [left, right] = sidesOf(item);
  return (
    <>
      <OfView view={left} name="A" />
      <OfView view={right} name="B" />
    </>
  );
}

function OfView({ view, name }: { view: View; name: string }) {
  const t = useT();
  const passed = view.verdicts.filter(({ outcome }) => outcome === "pass");
  const nothing = !view.verdicts.length && !view.labels.length && !view.feedback.length;
  return (
    <div>
      <h3 className="review-label">
        {t("review.opinions")}
        {name && ` · ${name}`}
      </h3>
      {nothing && <p className="mut small">{t("review.opinionsNone")}</p>}
      <ul className="review-opinions">
        {view.verdicts
          .filter(({ outcome }) => outcome !== "pass")
          .map((verdict) => (
            <OfCheck key={verdict.check} verdict={verdict} />
          ))}
        {view.labels.map((label) => (
          <Said key={`${label.annotator}:${label.criterion}`} label={label} />
        ))}
        {view.feedback.map((given) => (
          <li key={given.id}>
            <Badge>{t("review.user")}</Badge>
            <span>
              {given.kind} <Value value={given.value} />
              {given.text && <span className="mut"> {given.text}</span>}
            </span>
          </li>
        ))}
      </ul>
      {passed.length > 0 && (
        <details className="review-passed">
          <summary>{t("review.checksPass", { n: passed.length })}</summary>
          <ul className="review-opinions">
            {passed.map((verdict) => (
              <OfCheck key={verdict.check} verdict={verdict} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function OfCheck({ verdict }: { verdict: View["verdicts"][number] }) {
  return (
    <li>
      <Verdict outcome={verdict.outcome} iconOnly />
      <span>
        <code>{verdict.check}</code>
        {verdict.reason && <span className="mut"> {verdict.reason}</span>}
      </span>
    </li>
  );
}

function Said({ label }: { label: OthersLabel }) {
  const t = useT();
  return (
    <li>
      <Badge tone={label.value === null ? "plain" : label.value >= 0.5 ? "ok" : "no"}>
        {t(label.value === null ? "review.unsure" : label.value >= 0.5 ? "ui.pass" : "ui.fail")}
      </Badge>
      <span>
        {label.annotator}
        {label.failure && <span className="mut"> {label.failure}</span>}
        {label.reason && <span className="mut"> {label.reason}</span>}
      </span>
    </li>
  );
}

function Value({ value }: { value: number | null }) {
  const f = useFormat();
  return value === null ? null : <span className="num">{f.number(value)}</span>;
}
