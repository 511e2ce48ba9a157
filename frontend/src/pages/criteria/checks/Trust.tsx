import { BadgeCheck, CircleDashed } from "lucide-react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Badge } from "@/ui/Badge";
import { Tooltip } from "@/ui/Tooltip";
import type { Grade } from "../server";
import { whyOf } from "../trust";
import { whySentence } from "../words";

/** Whether a check can be trusted, as icon and word; why on hover and focus. */
export function Trust({ grade, trusted }: { grade: Grade; trusted: readonly string[] }) {
  const t = useT();
  const f = useFormat();
  const why = whyOf(grade, trusted);
  const sure = why.code === "trusted";
  return (
    <Tooltip text={whySentence(why, t, f)}>
      <span className="criteria-trust">
        <Badge tone={sure ? "ok" : "plain"} icon={sure ? BadgeCheck : CircleDashed}>
          {t(sure ? "criteria.trusted" : `criteria.not.${why.code}`)}
        </Badge>
      </span>
    </Tooltip>
  );
}
