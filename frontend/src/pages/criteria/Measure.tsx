import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { IntervalDot } from "@/ui/IntervalDot";
import { Tooltip } from "@/ui/Tooltip";
import type { Limits } from "./server";
import { kappaLimits, kappaOf, shareLimits } from "./words";

interface MeasureProps {
  label: string;
  value: number | null;
  limits: Limits;
  /** Why it cannot be measured, where it cannot. */
  why: string;
}

/** A share as a number and as a dot in its interval. */
export function Share({ label, value, limits, why }: MeasureProps) {
  const f = useFormat();
  if (value === null) return <Unmeasurable why={why} />;
  const [low, high] = limits ?? [value, value];
  return (
    <span className="criteria-measure num">
      <b>{f.percent(value)}</b>
      <IntervalDot label={label} value={value} low={low} high={high} />
      <small>{shareLimits(limits, f)}</small>
    </span>
  );
}

/** Cohen's kappa: from worse than chance to perfect, with chance as a line. */
export function Kappa({ label, value, limits, why }: MeasureProps) {
  const f = useFormat();
  if (value === null) return <Unmeasurable why={why} />;
  const [low, high] = limits ?? [value, value];
  return (
    <span className="criteria-measure num">
      <b>{kappaOf(value, f)}</b>
      <IntervalDot
        label={label}
        value={value}
        low={low}
        high={high}
        min={-0.5}
        max={1}
        reference={0}
      />
      <small>{kappaLimits(limits, f)}</small>
    </span>
  );
}

export function Unmeasurable({ why }: { why: string }) {
  const t = useT();
  const f = useFormat();
  return (
    <Tooltip text={why}>
      <button type="button" className="criteria-unmeasurable">
        {f.number(null)}
        <span className="sr">
          {t("criteria.notMeasurable")}: {why}
        </span>
      </button>
    </Tooltip>
  );
}
