import { Check, CircleSlash, CircleX, ThumbsDown, ThumbsUp, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { PageLink } from "@/app/navigation";
import type { MessageKey, Translate } from "@/i18n";
import type { Format } from "@/i18n/format";
import type { Search } from "@/lib/search";
import type { Outcome } from "@/ui/Badge";
import { TimeAgo } from "@/ui/TimeAgo";
import type { Row } from "./server";

/** The columns of the list: how wide they are and what a row shows in them. */

/** What cells are written with. */
export interface Writing {
  f: Format;
  t: Translate;
  /** Which list this is, for the links of its rows. */
  search: Search;
}

export interface Column {
  id: string;
  label: MessageKey;
  /** For grid-template-columns. */
  width: string;
  numeric?: boolean;
  cell: (row: Row, writing: Writing) => ReactNode;
}

export const COLUMNS: readonly Column[] = [
  {
    id: "time",
    label: "traces.col.time",
    width: "96px",
    cell: ({ span }) => <TimeAgo ns={span.start_ns} />,
  },
  {
    id: "name",
    label: "traces.col.name",
    width: "minmax(110px, 170px)",
    cell: (row, writing) => <Name row={row} {...writing} />,
  },
  {
    id: "preview",
    label: "traces.col.preview",
    width: "minmax(190px, 1fr)",
    cell: (row, { t }) => (
      <span className="cell-preview">
        <span className="clip">{row.input_preview || "–"}</span>
        <span className="clip cell-output">
          <span aria-hidden="true">→ </span>
          <span className="sr">{t("traces.answered")}</span>
          {row.span.status === "error" && !row.output_preview
            ? row.span.status_message
            : row.output_preview || "–"}
        </span>
      </span>
    ),
  },
  {
    id: "checks",
    label: "traces.col.checks",
    width: "88px",
    cell: ({ verdicts }, { f, t }) => <Counts verdicts={verdicts} f={f} t={t} />,
  },
  {
    id: "labels",
    label: "traces.col.labels",
    width: "104px",
    cell: ({ labels }, { f, t }) => <Labels labels={labels} f={f} t={t} />,
  },
  {
    id: "feedback",
    label: "traces.col.feedback",
    width: "58px",
    cell: ({ feedback }, { f, t }) => <Feedback feedback={feedback} f={f} t={t} />,
  },
  text("model", "traces.field.model", "130px", ({ span }) => span.response_model ?? span.model),
  text("prompt_version", "traces.field.prompt_version", "90px", ({ span }) => span.prompt_version),
  text("user", "traces.field.user", "100px", ({ span }) => span.user),
  text("session", "traces.field.session", "100px", ({ span }) => span.session),
  {
    id: "duration",
    label: "traces.col.duration",
    width: "66px",
    numeric: true,
    cell: ({ span }, { f }) => f.duration(span.duration_ns, true),
  },
  {
    id: "tokens",
    label: "traces.col.tokens",
    width: "86px",
    numeric: true,
    cell: ({ span }, { f, t }) => {
      if (span.input_tokens === null && span.output_tokens === null) return "–";
      const [read, wrote] = [f.compact(span.input_tokens), f.compact(span.output_tokens)];
      return <span title={t("traces.tokensTitle", { read, wrote })}>{`${read} → ${wrote}`}</span>;
    },
  },
  {
    id: "cost",
    label: "traces.col.cost",
    width: "66px",
    numeric: true,
    cell: ({ span }, { f }) => f.cost(span.cost, true),
  },
];

function text(
  id: string,
  label: MessageKey,
  width: string,
  value: (row: Row) => string | null,
): Column {
  return {
    id,
    label,
    width,
    cell: (row) => {
      const shown = value(row);
      return (
        <span className="clip" title={shown ?? ""}>
          {shown ?? "–"}
        </span>
      );
    },
  };
}

type Words = Pick<Writing, "f" | "t">;

function Name({ row: { span }, t, search }: { row: Row } & Writing) {
  const model = span.response_model ?? span.model;
  const below = [model, span.prompt_version].filter(Boolean).join(" · ");
  return (
    <span className="cell-name">
      <span className="row cell-name-line">
        {span.status === "error" && (
          <span className="cell-failed" title={span.status_message ?? ""}>
            <CircleX className="ico" aria-hidden="true" />
            <span className="sr">{t("traces.failed")}</span>
          </span>
        )}
        <PageLink
          page="trace"
          params={{ trace: span.trace_id }}
          search={{ ...search, app: span.app, span: span.span_id }}
          className="clip cell-link"
          tabIndex={-1}
          title={span.name}
        >
          {span.name || span.operation}
        </PageLink>
      </span>
      <span className="clip mut cell-below">{below || span.operation}</span>
    </span>
  );
}

const MARKS: readonly (readonly [Outcome, typeof Check])[] = [
  ["fail", X],
  ["error", TriangleAlert],
  ["pass", Check],
  ["skip", CircleSlash],
];

function Counts({ verdicts, f, t }: Words & { verdicts: Row["verdicts"] }) {
  const said = MARKS.filter(([outcome]) => verdicts[outcome] > 0);
  if (said.length === 0) return <Nothing />;
  // Those skipped say little where others judged.
  const shown = said.length > 1 ? said.filter(([outcome]) => outcome !== "skip") : said;
  const title = said.map(([outcome]) => `${t(`ui.${outcome}`)}: ${f.number(verdicts[outcome])}`);
  return (
    <span className="cell-marks" title={title.join("\n")}>
      {shown.map(([outcome, Icon]) => (
        <span key={outcome} className={`mark mark-${outcome}`}>
          <Icon className="ico" aria-hidden="true" />
          <span className="num">{f.number(verdicts[outcome])}</span>
          <span className="sr">{t(`ui.${outcome}`)}</span>
        </span>
      ))}
    </span>
  );
}

const FEW_LABELS = 2;

function Labels({ labels, f, t }: Words & { labels: Row["labels"] }) {
  if (labels.length === 0) return <Nothing />;
  const title = labels.map(({ criterion, value }) => {
    return `${criterion}: ${value === null ? t("traces.unsure") : f.percent(value)}`;
  });
  return (
    <span className="cell-labels" title={title.join("\n")}>
      {labels.slice(0, FEW_LABELS).map(({ criterion, value }) => (
        <Label key={criterion} criterion={criterion} value={value} t={t} />
      ))}
      {labels.length > FEW_LABELS && (
        <span className="mut num">+{f.number(labels.length - FEW_LABELS)}</span>
      )}
    </span>
  );
}

function Label({ criterion, value, t }: { criterion: string; value: number | null; t: Translate }) {
  const kind = value === null || value === 0.5 ? "skip" : value > 0.5 ? "pass" : "fail";
  const Icon = { skip: CircleSlash, pass: Check, fail: X }[kind];
  return (
    <span className={`mark mark-label mark-${kind}`}>
      <Icon className="ico" aria-hidden="true" />
      <span className="clip">{criterion}</span>
      <span className="sr">{t(kind === "skip" ? "traces.unsure" : `ui.${kind}`)}</span>
    </span>
  );
}

function Feedback({ feedback, f, t }: Words & { feedback: Row["feedback"] }) {
  if (feedback.length === 0) return <Nothing />;
  const title = feedback.map(({ kind, n, mean }) => {
    return `${kind}: ${f.number(n)}${mean === null ? "" : ` · ${f.percent(mean)}`}`;
  });
  const valued = feedback.filter((one) => one.mean !== null);
  const total = feedback.reduce((n, one) => n + one.n, 0);
  const worst = valued.length ? Math.min(...valued.map((one) => one.mean ?? 1)) : null;
  const Icon = worst === null ? null : worst < 0.5 ? ThumbsDown : ThumbsUp;
  const kind = worst === null ? "skip" : worst < 0.5 ? "fail" : "pass";
  return (
    <span className={`mark mark-${kind}`} title={title.join("\n")}>
      {Icon && <Icon className="ico" aria-hidden="true" />}
      <span className="num">{f.number(total)}</span>
      <span className="sr">
        {worst === null ? "" : t(worst < 0.5 ? "traces.disliked" : "traces.liked")}
      </span>
    </span>
  );
}

function Nothing() {
  return <span className="mut">–</span>;
}
