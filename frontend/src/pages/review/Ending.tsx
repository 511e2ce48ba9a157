import { PartyPopper } from "lucide-react";
import { PageLink } from "@/app/navigation";
import { useLanguage, useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { useGet } from "@/lib/queries";
import { titleOf } from "@/pages/criteria/words";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { IntervalDot } from "@/ui/IntervalDot";
import { QueryView, Skeleton } from "@/ui/States";
import type { Ask, Criterion, Interval, Summary } from "./types";

interface EndingProps {
  ask: Ask;
  criterion: Criterion;
  /** The goal is reached; else there is nothing left to look at. */
  reached: boolean;
  more: boolean;
  /** Everything is saved: before, the server would not count the last decisions. */
  saved: boolean;
  left: string;
  onLook: (trace: string, span: string) => boolean;
}

function startOfDay(): number {
  return new Date().setHours(0, 0, 0, 0);
}

/** After the last one: what was done today, how sure it is, and what is worth a second look. */
export function Ending({ ask, criterion, reached, more, saved, left, onLook }: EndingProps) {
  const t = useT();
  const { app, reviewer } = ask;
  const query = useGet(
    "/api/review/summary",
    {
      params: { query: { app, criterion: ask.criterion, reviewer, since_ms: startOfDay() } },
    },
    { enabled: saved, staleTime: 0 },
  );
  return (
    <div className="pane review-ending">
      <header>
        <PartyPopper className="ico" aria-hidden="true" />
        <div>
          <h2>{t(reached ? "review.endReached" : `review.endEmpty.${ask.source}`)}</h2>
          <p className="mut">{left}</p>
        </div>
        <span className="grow" />
        {more && <Button command="review.more" kind={reached ? "primary" : "plain"} />}
      </header>
      {!saved && !query.data && <p className="mut">{t("review.endUnsaved")}</p>}
      <QueryView query={query} skeleton={saved ? <Skeleton /> : null}>
        {(summary) => (
          <>
            <Numbers summary={summary} criterion={criterion} />
            <div className="review-ending-grid">
              <Agreement summary={summary} />
              <Reasons summary={summary} />
            </div>
            <LookAgain summary={summary} onLook={onLook} />
          </>
        )}
      </QueryView>
    </div>
  );
}

function Numbers({ summary, criterion }: { summary: Summary; criterion: Criterion }) {
  const t = useT();
  const f = useFormat();
  const language = useLanguage();
  const { rate } = summary;
  return (
    <div className="review-numbers">
      <div className="card">
        <h3>{t("review.endLabelled")}</h3>
        <p className="review-number num">{f.number(summary.labelled)}</p>
        <p className="mut small">
          {t("review.endSplit", { good: summary.good, bad: summary.bad, unsure: summary.unsure })}
        </p>
      </div>
      <div className="card">
        <h3>{t("review.endPace")}</h3>
        <p className="review-number num">
          {summary.seconds_each === null ? "–" : f.milliseconds(summary.seconds_each * 1000)}
        </p>
        <p className="mut small">{t("review.endEach")}</p>
      </div>
      <div className="card review-rate">
        <h3>{t("review.endRate", { criterion: titleOf(criterion, language) })}</h3>
        <p className="review-number num">
          {f.percent(rate?.value, 1)}
          {rate && <span className="mut small"> {f.interval(rate, 1)}</span>}
        </p>
        {rate && (
          <IntervalDot
            label={t("review.endRate", { criterion: titleOf(criterion, language) })}
            {...rate}
          />
        )}
        <p className="mut small">{t("review.endRandom", { n: summary.random_labels })}</p>
      </div>
    </div>
  );
}

const FIRST = 6;

function Agreement({ summary }: { summary: Summary }) {
  const t = useT();
  const { agreement } = summary;
  // Those that disagree most come first: they are what a check is changed for.
  const checks = summary.checks.toSorted((a, b) => (a.agree?.value ?? 2) - (b.agree?.value ?? 2));
  const row = ({ check, n, agree }: Summary["checks"][number]) => (
    <Agree key={check} name={check} about={t("review.endSame", { n })} agree={agree} code />
  );
  return (
    <Card title={t("review.endAgreement")}>
      <Agree
        name={t("review.endPeople")}
        about={t("review.endSame", { n: agreement.n })}
        agree={agreement.agree}
      />
      {checks.slice(0, FIRST).map(row)}
      {checks.length > FIRST && (
        <details className="review-passed">
          <summary>{t("review.endMoreChecks", { n: checks.length - FIRST })}</summary>
          {checks.slice(FIRST).map(row)}
        </details>
      )}
    </Card>
  );
}

interface AgreeProps {
  name: string;
  about: string;
  agree: Interval | null;
  code?: boolean;
}

function Agree({ name, about, agree, code = false }: AgreeProps) {
  const t = useT();
  const f = useFormat();
  return (
    <div className="review-agree">
      <span className="clip" title={name}>
        {code ? <code>{name}</code> : name}
      </span>
      {agree ? (
        <>
          <IntervalDot label={name} {...agree} />
          <span className="num">{f.percent(agree.value)}</span>
          <span className="mut small">{about}</span>
        </>
      ) : (
        <span className="mut small review-agree-none">{t("review.endNone")}</span>
      )}
    </div>
  );
}

function Reasons({ summary }: { summary: Summary }) {
  const t = useT();
  const language = useLanguage();
  return (
    <Card title={t("review.endReasons")}>
      {!summary.reasons.length && <p className="mut small">{t("review.endReasonsNone")}</p>}
      <ul className="review-end-list">
        {summary.reasons.map((reason) => (
          <li key={reason.name}>
            <span className="grow clip">{titleOf(reason, language)}</span>
            {reason.new && <Badge tone="accent">{t("review.endNew")}</Badge>}
            <span className="num">{reason.n}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function LookAgain({ summary, onLook }: { summary: Summary; onLook: EndingProps["onLook"] }) {
  const t = useT();
  if (!summary.look_again.length) return null;
  return (
    <Card title={t("review.endLookAgain")} flush>
      <ul className="review-end-list review-look">
        {summary.look_again.map(({ key, output_preview, you, other, said }) => (
          <li key={`${key.trace_id}.${key.span_id}.${other}`}>
            <PageLink
              page="trace"
              params={{ trace: key.trace_id }}
              search={{ span: key.span_id }}
              onClick={(event) => {
                // What was decided in this session opens here, to be changed at once.
                if (onLook(key.trace_id, key.span_id)) event.preventDefault();
              }}
            >
              <span className="grow clip">{output_preview}</span>
              <span className="review-look-said small">
                {t("review.endYou")} <Said value={you} />
              </span>
              <span className="review-look-said small">
                <code className="clip">{other}</code> <Said value={said} />
              </span>
            </PageLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Said({ value }: { value: number }) {
  const t = useT();
  return <Badge tone={value >= 0.5 ? "ok" : "no"}>{t(value >= 0.5 ? "ui.pass" : "ui.fail")}</Badge>;
}
