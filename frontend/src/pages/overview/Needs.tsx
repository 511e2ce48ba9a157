import {
  BadgeDollarSign,
  ChevronRight,
  CircleCheck,
  Gauge,
  ListChecks,
  type LucideIcon,
  Scale,
  SquareCheckBig,
  ThumbsDown,
  TriangleAlert,
} from "lucide-react";
import { useGoTo } from "@/app/navigation";
import { type Translate, useT } from "@/i18n";
import { type Format, useFormat } from "@/i18n/format";
import { Card } from "@/ui/Card";
import type { Need } from "./server";

/** What somebody should look at, most pressing first, each with the way to where it is solved. */

const ICONS = {
  review_due: SquareCheckBig,
  no_labels: SquareCheckBig,
  no_criteria: Scale,
  check_failing: ListChecks,
  disagree: Scale,
  errors_up: TriangleAlert,
  bad_feedback: ThumbsDown,
  latency_up: Gauge,
  unknown_cost: BadgeDollarSign,
} satisfies Record<string, LucideIcon>;
type Code = keyof typeof ICONS;

function isKnown(code: string): code is Code {
  return code in ICONS;
}

export function Needs({ needs }: { needs: readonly Need[] }) {
  const t = useT();
  const known = needs.filter(({ code }) => isKnown(code));
  return (
    <Card title={t("overview.needs")} className="overview-needs" flush>
      {known.length === 0 ? (
        <div className="overview-calm">
          <CircleCheck className="ico" aria-hidden="true" />
          <div>
            <b>{t("overview.needsNone")}</b>
            <p>{t("overview.needsNoneText")}</p>
          </div>
        </div>
      ) : (
        <ul>
          {known.map((need) => (
            <OneNeed key={need.code + JSON.stringify(need.values)} need={need} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function OneNeed({ need }: { need: Need }) {
  const t = useT();
  const f = useFormat();
  const goTo = useGoTo();
  const code = need.code as Code;
  const Icon = ICONS[code];
  return (
    <li>
      <a
        href={need.to}
        className="overview-need"
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          goTo(need.to);
        }}
      >
        <Icon className="ico" aria-hidden="true" />
        <span className="grow">
          <span className="overview-need-text">{sentence(need, t, f)}</span>
          <span className="overview-need-do">
            {t(`overview.do.${code}`)}
            <ChevronRight className="ico" aria-hidden="true" />
          </span>
        </span>
      </a>
    </li>
  );
}

/** The sentence of a code: shares as percent, durations with their unit. */
export function sentence({ code, values }: Need, t: Translate, f: Format): string {
  if (!isKnown(code)) return "";
  const print = (value: string | number | null | undefined) => {
    if (typeof value !== "number") return value ?? f.number(null);
    return code === "latency_up" ? f.milliseconds(value * 1000) : f.percent(value, 1);
  };
  const filled = Object.entries(values).map(([name, value]) => {
    const counted = typeof value === "number" && !MEASURED.has(name);
    return [name, counted ? value : print(value)] as const;
  });
  const named = code === "review_due" && values.person ? "review_due_for" : code;
  return t(`overview.need.${named}`, Object.fromEntries(filled));
}

const MEASURED: ReadonlySet<string> = new Set(["rate", "before", "p95"]);
