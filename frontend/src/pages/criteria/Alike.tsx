import { Copy } from "lucide-react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Card } from "@/ui/Card";
import type { Alignment } from "./server";

/** Checks that fail nearly the same outputs: one of the two may be enough. */
export function Alike({ alike }: Pick<Alignment, "alike">) {
  const t = useT();
  const f = useFormat();
  return (
    <Card title={t("criteria.alike")}>
      {alike.length === 0 ? (
        <p className="mut">{t("criteria.alikeNone")}</p>
      ) : (
        <ul className="criteria-pairs">
          {alike.map(({ a, b, jaccard }) => (
            <li key={`${a} ${b}`}>
              <Copy className="ico" aria-hidden="true" />
              <span className="grow">
                <code>{a}</code> {t("criteria.and")} <code>{b}</code>
              </span>
              <span className="num small mut">
                {t("criteria.alikeShare", { share: f.percent(jaccard) })}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="mut small">{t("criteria.alikeHelp")}</p>
    </Card>
  );
}
