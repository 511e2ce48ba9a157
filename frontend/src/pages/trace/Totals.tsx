import { CircleX, MessagesSquare, User } from "lucide-react";
import { PageLink } from "@/app/navigation";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { written } from "@/pages/traces/filterText";
import { Popover } from "@/ui/Menu";
import { TimeAgo } from "@/ui/TimeAgo";
import { useSession } from "./server";
import type { Totals as Sums } from "./totals";

/** What the whole trace took, and whom it belonged to. */

interface TotalsProps {
  app: string;
  trace: string;
  start_ns: number;
  totals: Sums;
}

export function Totals({ app, trace, start_ns, totals }: TotalsProps) {
  const t = useT();
  const f = useFormat();
  const tokens = totals.input_tokens !== null || totals.output_tokens !== null;
  return (
    <dl className="totals">
      <Total name={t("trace.begun")}>
        <TimeAgo ns={start_ns} />
      </Total>
      <Total name={t("trace.duration")}>{f.duration(totals.duration_ns)}</Total>
      <Total name={t("trace.cost")}>{f.cost(totals.cost)}</Total>
      <Total name={t("trace.tokens")}>
        {tokens ? `${f.tokens(totals.input_tokens)} → ${f.tokens(totals.output_tokens)}` : "–"}
      </Total>
      <Total name={t("trace.spans")}>
        {f.number(totals.spans)}
        {totals.errors > 0 && (
          <span className="totals-errors">
            <CircleX className="ico" aria-hidden="true" />
            {t("trace.errors", { n: totals.errors })}
          </span>
        )}
      </Total>
      {totals.models.length > 0 && (
        <Total name={t("trace.models")}>
          <span className="clip" title={totals.models.join("\n")}>
            {totals.models.slice(0, 2).join(", ")}
            {totals.models.length > 2 && ` +${totals.models.length - 2}`}
          </span>
        </Total>
      )}
      {totals.session && (
        <Total name={t("trace.session")}>
          <Session app={app} trace={trace} session={totals.session} />
        </Total>
      )}
      {totals.user && (
        <Total name={t("trace.user")}>
          <PageLink
            page="traces"
            search={{ filter: `user:${written(totals.user)}`, app }}
            className="totals-link"
            title={t("trace.ofUser")}
          >
            <User className="ico" aria-hidden="true" />
            <span className="clip">{totals.user}</span>
          </PageLink>
        </Total>
      )}
    </dl>
  );
}

function Total({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}

/** The turns of a session, this one among them. */
function Session({ app, trace, session }: { app: string; trace: string; session: string }) {
  const t = useT();
  const f = useFormat();
  const { data: turns = [] } = useSession(app, session);
  const at = turns.findIndex((turn) => turn.root.trace_id === trace);
  const place = at >= 0 && turns.length > 1 ? ` ${at + 1}/${turns.length}` : "";
  return (
    <Popover
      label={t("trace.session")}
      align="start"
      trigger={
        <button type="button" className="totals-link">
          <MessagesSquare className="ico" aria-hidden="true" />
          <span className="clip">{session}</span>
          <span className="mut">{place}</span>
        </button>
      }
    >
      <div className="session">
        <h2>{t("trace.turns", { n: turns.length })}</h2>
        <ol>
          {turns.map(({ root, errors }) => (
            <li key={root.span_id}>
              <PageLink
                page="trace"
                params={{ trace: root.trace_id }}
                search={{ app, span: root.span_id }}
                className="session-turn"
                aria-current={root.trace_id === trace ? "true" : undefined}
              >
                <span className="clip grow">{root.name || root.operation}</span>
                {errors > 0 && (
                  <CircleX className="ico session-failed" aria-label={t("trace.failed")} />
                )}
                <span className="mut num">{f.duration(root.duration_ns)}</span>
                <span className="mut small">
                  <TimeAgo ns={root.start_ns} />
                </span>
              </PageLink>
            </li>
          ))}
        </ol>
        <PageLink page="traces" search={{ filter: `session:${written(session)}`, app }}>
          {t("trace.ofSession")}
        </PageLink>
      </div>
    </Popover>
  );
}
