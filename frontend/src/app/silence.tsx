import { History } from "lucide-react";
import { useEffect } from "react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { useApplication, useApps } from "./application";
import { useSearchTexts } from "./navigation";
import { useRange } from "./range";

/** Where nothing was recorded for long: the usual range would show nothing, so all of time is shown. */

const DAY_NS = 86_400e9;
const USUAL_DAYS = 7;

/** How many days nothing came, where that is more than the usual range shows. */
function useSilence(): number | null {
  const last = useApplication()?.last_ns ?? null;
  if (last === null) return null;
  const days = Math.floor((Date.now() * 1e6 - last) / DAY_NS);
  return days >= USUAL_DAYS ? days : null;
}

/**
 * Where nobody chose a range and the usual one is empty, all of time is shown.
 * False until it is known which of the two it is.
 */
export function useShownAnyway(): boolean {
  const { isPending } = useApps();
  const silence = useSilence();
  const { range, since } = useSearchTexts();
  const { setPreset } = useRange();
  const unchosen = range === undefined && since === undefined;
  const instead = silence !== null && unchosen;
  useEffect(() => {
    if (instead) setPreset("all", { replace: true }); // nobody's step: the way back leads past it
  }, [instead, setPreset]);
  return !isPending && !instead;
}

/** Says that nothing came for long, and what is shown. */
export function Silent() {
  const t = useT();
  const f = useFormat();
  const days = useSilence();
  const last = useApplication()?.last_ns;
  const { preset } = useRange();
  if (days === null) return null;
  return (
    <p className="silent" role="status">
      <History className="ico" aria-hidden="true" />
      {t(preset === "all" ? "app.silentAll" : "app.silent", { days, date: f.date(last) })}
    </p>
  );
}
