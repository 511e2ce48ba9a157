import { ArrowDown, ArrowUp, Equal, type LucideIcon, Minus } from "lucide-react";
import { PageLink } from "@/app/navigation";
import { Sparkline } from "@/charts";
import { useT } from "@/i18n";
import { type Format, useFormat } from "@/i18n/format";
import { Key } from "@/ui/Key";
import { type Change, changeOf, isShare } from "./change";
import { behind } from "./filters";
import type { Overview, Tile, TileName } from "./server";

/** The numbers of the time range, each a way to the traces it is made of. */
export function Tiles({ overview }: { overview: Overview }) {
  const t = useT();
  return (
    <section className="overview-tiles" aria-label={t("overview.tiles")}>
      {overview.tiles.map((tile, at) => (
        <OneTile key={tile.name} tile={tile} at={at} criterion={overview.criterion} />
      ))}
    </section>
  );
}

interface TileProps {
  tile: Tile;
  at: number;
  criterion: string | null;
}

function OneTile({ tile, at, criterion }: TileProps) {
  const t = useT();
  const f = useFormat();
  const what = t(`overview.tile.${tile.name}`);
  const known = tile.value !== null;
  const why = tile.name === "pass_rate" && criterion === null ? "noCriterion" : tile.name;
  return (
    <article className="card overview-tile">
      <h2 className="row">
        <PageLink
          page="traces"
          search={{ filter: behind(tile, criterion) || undefined }}
          className="overview-tile-link grow"
          title={t("overview.open", { what })}
        >
          {what}
        </PageLink>
        <Key command={`overview.tile${at + 1}`} />
      </h2>
      <p className="overview-value num">{printed(tile.name, tile.value, f)}</p>
      <p className="overview-of num">
        {known ? <Certainty tile={tile} criterion={criterion} /> : t(`overview.why.${why}`)}
      </p>
      <Sparkline
        values={tile.series}
        label={t("overview.shape", { what })}
        tone={tile.value === 0 ? "flat" : TONES[tile.name]}
      />
      {known && <Changed name={tile.name} change={changeOf(tile)} />}
    </article>
  );
}

const TONES: Record<TileName, string> = {
  pass_rate: "c1",
  volume: "c2",
  cost: "c2",
  p95: "c3",
  errors: "no",
  feedback: "c1",
};

export function printed(name: TileName, value: number | null, f: Format): string {
  if (name === "cost") return f.cost(value);
  if (name === "p95") return f.milliseconds(value === null ? null : value * 1000);
  if (name === "volume") return f.compact(value);
  return f.percent(value, value !== null && value > 0 && value < 0.1 ? 1 : 0);
}

/** How sure a number is: its interval and what it is made of, else what it counts. */
function Certainty({ tile, criterion }: Omit<TileProps, "at">) {
  const t = useT();
  const f = useFormat();
  const { interval, name } = tile;
  if (!interval) {
    const of = t(`overview.of.${name}`, { criterion: criterion ?? "" });
    if (name === "volume" || tile.n === 0) return of;
    return (
      <>
        {of} · <span className="overview-n">{t("overview.n", { n: tile.n })}</span>
      </>
    );
  }
  const { method, confidence } = interval;
  return (
    <span title={t("overview.betweenHelp", { method, confidence: f.percent(confidence) })}>
      {t("overview.between", { interval: f.interval(interval), n: tile.n })}
    </span>
  );
}

interface Said {
  icon: LucideIcon;
  text: string;
  help?: string;
  tone?: "ok" | "no";
}

function Changed({ name, change }: { name: TileName; change: Change }) {
  const t = useT();
  const f = useFormat();
  const { icon: Icon, text, help, tone } = said(name, change, t, f);
  return (
    <p className="overview-change num" data-tone={tone} title={help}>
      <Icon className="ico" aria-hidden="true" />
      {text}
    </p>
  );
}

function said(name: TileName, change: Change, t: ReturnType<typeof useT>, f: Format): Said {
  if (change.kind === "none") return { icon: Minus, text: t("overview.change.none") };
  const before = printed(name, change.before, f);
  if (change.kind === "unclear") {
    const help = t("overview.change.unclearHelp", { before });
    return { icon: Equal, text: t("overview.change.unclear"), help };
  }
  const { up, by, good } = change;
  const icon = up ? ArrowUp : ArrowDown;
  const help = t("overview.change.help", { before });
  if (by === null) return { icon, text: t("overview.change.fromZero", { before }), help };
  const size = isShare(name)
    ? t("overview.change.points", { by: f.number(Math.round(Math.abs(by) * 1000) / 10) })
    : f.percent(Math.abs(by));
  const moved = t(up ? "overview.change.up" : "overview.change.down", { by: size });
  if (good === null) return { icon, text: moved, help };
  const judged = t(good ? "overview.change.better" : "overview.change.worse");
  return { icon, text: `${moved} · ${judged}`, help, tone: good ? "ok" : "no" };
}
