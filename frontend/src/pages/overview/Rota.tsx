import { CalendarDays, SquareCheckBig } from "lucide-react";
import { useMe } from "@/app/me";
import { PageLink } from "@/app/navigation";
import { useT } from "@/i18n";
import { useLanguage } from "@/i18n/language";
import { localeOf } from "@/i18n/message";
import { Card } from "@/ui/Card";
import { Progress } from "@/ui/Field";
import { QueryView } from "@/ui/States";
import { type Rota as RotaAnswer, useRota } from "./server";

/** Whose review day it is, and how much of what was recorded anybody looked at. */
export function Rota() {
  const t = useT();
  const query = useRota();
  return (
    <Card
      title={t("overview.rota")}
      actions={
        <PageLink page="review" className="btn btn-plain btn-s">
          <SquareCheckBig className="ico" aria-hidden="true" />
          {t("overview.toReview")}
        </PageLink>
      }
    >
      <QueryView query={query}>{(rota) => <Days rota={rota} />}</QueryView>
    </Card>
  );
}

function Days({ rota }: { rota: RotaAnswer }) {
  const t = useT();
  const { reviewer } = useMe();
  const { today, recorded, reviewed, since_days: days } = rota;
  const planned = rota.days.some((person) => person !== null);
  const who =
    today === null
      ? t("overview.rotaNobody")
      : today === reviewer
        ? t("overview.rotaYou")
        : t("overview.rotaIs", { person: today });
  const share =
    recorded === 0
      ? t("overview.rotaNone", { days })
      : t("overview.rotaShare", { reviewed, recorded, days });
  return (
    <div className="stack">
      <p className="overview-who">
        <CalendarDays className="ico" aria-hidden="true" />
        <span className="grow">{who}</span>
        {!planned && <PageLink page="review">{t("overview.rotaSet")}</PageLink>}
      </p>
      {planned && <Week rota={rota} />}
      <div className="overview-looked num">
        {recorded > 0 && <Progress value={reviewed} max={recorded} label={share} />}
        <p>{share}</p>
      </div>
    </div>
  );
}

/** The days of the week with who has them. Today is framed, and said to be today. */
function Week({ rota }: { rota: RotaAnswer }) {
  const t = useT();
  const locale = localeOf(useLanguage());
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  const name = (at: number) => weekday.format(new Date(Date.UTC(2024, 0, 1 + at))); // a Monday
  const now = (new Date().getDay() + 6) % 7;
  return (
    <ol className="overview-week">
      {rota.days.map((person, at) => (
        <li key={name(at)} aria-current={at === now ? "date" : undefined}>
          <span>{name(at)}</span>
          <b className="clip" title={person ?? t("overview.rotaFree")}>
            {person ?? "–"}
          </b>
        </li>
      ))}
    </ol>
  );
}
