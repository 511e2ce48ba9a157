import { PageLink } from "@/app/navigation";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { written } from "@/pages/traces/filterText";
import { Card } from "@/ui/Card";
import type { Overview } from "./server";

function fieldOf(field: string): "model" | "prompt_version" {
  return field === "model" ? "model" : "prompt_version";
}

/** What the markers of the charts stand for: prompt versions and models that were new. */
export function FirstSeen({ markers }: Pick<Overview, "markers">) {
  const t = useT();
  const f = useFormat();
  if (markers.length === 0) return null;
  return (
    <Card title={t("overview.firstSeen")} className="overview-seen">
      <ul>
        {markers.map(({ at_ns, field, value }) => (
          <li key={`${field} ${value}`}>
            <span className="mut">{t(`overview.split.${fieldOf(field)}`)}</span>
            <PageLink page="traces" search={{ filter: `${field}:${written(value)}` }}>
              {value}
            </PageLink>
            <time className="num" dateTime={new Date(at_ns / 1e6).toISOString()}>
              {f.moment(at_ns)}
            </time>
          </li>
        ))}
      </ul>
    </Card>
  );
}
