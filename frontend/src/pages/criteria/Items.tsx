import { ArrowLeft, ExternalLink } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useMemo, useRef } from "react";
import { useApp } from "@/app/application";
import { useCommands } from "@/app/keys";
import { PageLink, useGo } from "@/app/navigation";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Badge, Verdict } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Key } from "@/ui/Key";
import { EmptyState } from "@/ui/States";
import { Download } from "./Download";
import { Evidenced } from "./Evidenced";
import { itemRows } from "./rows";
import type { ItemRef } from "./server";

interface ItemsProps {
  criterion: string;
  /** What they are, for the name of a file. */
  what: string;
  curl?: string;
  title: ReactNode;
  items: readonly ItemRef[];
  /** How many there are, where `items` are the first of them. */
  n?: number;
  /** The open one, as "trace.span"; "" is the first. */
  open: string;
  onOpen: (id: string) => void;
  onBack?: () => void;
  empty?: string;
  /** What can be done with an output, beside opening its trace. */
  actions?: (item: ItemRef) => ReactNode;
  failureTitle: (name: string) => string;
}

export function idOf({ key }: Pick<ItemRef, "key">): string {
  return `${key.trace_id}.${key.span_id}`;
}

/** Where the open one is; the first where none is. */
export function placeOf(items: readonly ItemRef[], open: string): number {
  return Math.max(
    0,
    items.findIndex((item) => idOf(item) === open),
  );
}

/** Labelled outputs one after another: what was asked and answered, who said what, and the evidence. */
export function Items(props: ItemsProps) {
  const { criterion, what, curl, title, items, open, onOpen, onBack, empty } = props;
  const n = props.n ?? items.length;
  const t = useT();
  const go = useGo();
  const at = placeOf(items, open);
  const chosen = items[at];
  // What opened the list, such as a cell, gives the focus up to it: Enter is then that of an output.
  const focusing = useRef(onBack !== undefined);
  const show = (item: ItemRef) => {
    focusing.current = true;
    onOpen(idOf(item));
  };
  const move = (by: number) => {
    const next = items[at + by];
    if (next) show(next);
  };
  const openTrace = () => {
    if (chosen) go("trace", traceOf(chosen));
  };
  useCommands("criteria.items", [
    { id: "criteria.nextItem", keys: ["j", "down"], label: "criteria.next", run: () => move(1) },
    {
      id: "criteria.previousItem",
      keys: ["k", "up"],
      label: "criteria.previous",
      run: () => move(-1),
    },
    { id: "criteria.openTrace", keys: "enter", label: "criteria.openTrace", run: openTrace },
    ...(onBack
      ? [{ id: "criteria.back", keys: "esc", label: "criteria.back" as const, run: onBack }]
      : []),
  ]);
  return (
    <section className="criteria-items">
      <header className="criteria-items-head">
        {onBack && <Button command="criteria.back" kind="ghost" icon={ArrowLeft} />}
        <h2 className="grow">{title}</h2>
        <span className="mut small num">
          {items.length > 0 && t("criteria.itemOf", { at: at + 1, all: n })}
        </span>
        {items.length > 0 && (
          <Download
            criterion={criterion}
            what={what}
            rows={itemRows(items)}
            {...(curl ? { curl } : {})}
          />
        )}
        <Button command="criteria.previousItem" kind="ghost" size="s" />
        <Button command="criteria.nextItem" kind="ghost" size="s" />
      </header>
      {items.length === 0 ? (
        <EmptyState title={empty ?? t("criteria.noItems")} />
      ) : (
        <ul>
          {items.map((item) => (
            <OneItem
              key={idOf(item)}
              {...props}
              item={item}
              chosen={item === chosen}
              focusing={focusing}
              onShow={() => show(item)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function traceOf({ key }: ItemRef) {
  return { params: { trace: key.trace_id }, search: { span: key.span_id } };
}

type OneItemProps = Pick<ItemsProps, "actions" | "failureTitle"> & {
  item: ItemRef;
  chosen: boolean;
  focusing: RefObject<boolean>;
  onShow: () => void;
};

function OneItem({ item, chosen, focusing, onShow, actions, failureTitle }: OneItemProps) {
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!chosen) return;
    ref.current?.scrollIntoView({ block: "nearest" });
    if (focusing.current) ref.current?.focus({ preventScroll: true });
  }, [chosen, focusing]);
  return (
    <li ref={ref} className="criteria-item" data-chosen={chosen} tabIndex={-1}>
      <button
        type="button"
        className="criteria-item-line"
        aria-expanded={chosen}
        onClick={() => {
          onShow();
          ref.current?.focus({ preventScroll: true });
        }}
      >
        <span className="criteria-item-asked clip">{item.input_preview || "–"}</span>
        <span className="criteria-item-answered clip">{item.output_preview || "–"}</span>
        <Said item={item} />
      </button>
      {chosen && <Opened item={item} actions={actions} failureTitle={failureTitle} />}
    </li>
  );
}

/** What people and the check said, in words and icons. */
function Said({ item }: { item: ItemRef }) {
  const t = useT();
  const known = item.labels.flatMap(({ value }) => (value === null ? [] : [value]));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return (
    <span className="criteria-said">
      {known.length > 0 && (
        <Badge tone={mean > 0.5 ? "ok" : mean < 0.5 ? "no" : "warn"}>
          {t(
            mean > 0.5
              ? "criteria.peopleGood"
              : mean < 0.5
                ? "criteria.peopleBad"
                : "criteria.peopleSplit",
          )}
        </Badge>
      )}
      {item.verdict && <Verdict outcome={item.verdict.outcome} />}
    </span>
  );
}

type OpenedProps = Pick<OneItemProps, "item" | "actions" | "failureTitle">;

function Opened({ item, actions, failureTitle }: OpenedProps) {
  const t = useT();
  const f = useFormat();
  const app = useApp();
  const { verdict, failures, labels } = item;
  const people = useMemo(() => {
    return labels.map(({ annotator, value }) => ({
      annotator,
      said: value === null ? f.number(null) : saidOf(value, t, f),
    }));
  }, [labels, t, f]);
  return (
    <div className="criteria-opened">
      <Evidenced app={app} item={item} />
      <dl className="criteria-facts">
        {people.map(({ annotator, said }) => (
          <div key={annotator}>
            <dt>{annotator}</dt>
            <dd>{said}</dd>
          </div>
        ))}
        {failures.length > 0 && (
          <div>
            <dt>{t("criteria.reason")}</dt>
            <dd>{failures.map(failureTitle).join(" · ")}</dd>
          </div>
        )}
        {verdict && (
          <div>
            <dt>
              <code>{verdict.check}</code>
            </dt>
            <dd className="row wrap">
              <Verdict outcome={verdict.outcome} />
              {verdict.score !== null && <span className="num">{f.number(verdict.score)}</span>}
              <span lang="en">{verdict.reason}</span>
            </dd>
          </div>
        )}
      </dl>
      <div className="row wrap">
        <PageLink page="trace" {...traceOf(item)} className="btn btn-plain btn-s">
          <ExternalLink className="ico" aria-hidden="true" />
          {t("criteria.openTrace")}
          <Key command="criteria.openTrace" />
        </PageLink>
        {actions?.(item)}
      </div>
    </div>
  );
}

function saidOf(
  value: number,
  t: ReturnType<typeof useT>,
  f: ReturnType<typeof useFormat>,
): string {
  if (value === 1) return t("criteria.saidGood");
  if (value === 0) return t("criteria.saidBad");
  return f.percent(value);
}
