import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import "./content.css";

interface IntervalDotProps {
  value: number | null;
  low: number;
  high: number;
  /** What it is measured against, such as chance or a goal. */
  reference?: number;
  min?: number;
  max?: number;
  tone?: "plain" | "ok" | "no";
  /** What is measured: the beginning of the name. */
  label: string;
}

const WIDTH = 100;

/** A share as a dot, with the interval that it is in as a bar. */
export function IntervalDot(props: IntervalDotProps) {
  const { value, low, high, reference, min = 0, max = 1, tone = "plain", label } = props;
  const t = useT();
  const f = useFormat();
  if (value === null) return <span className="mut small">{t("ui.noInterval")}</span>;
  const x = (share: number) => ((Math.min(max, Math.max(min, share)) - min) / (max - min)) * WIDTH;
  const said = t("ui.interval", {
    value: f.percent(value),
    low: f.percent(low),
    high: f.percent(high),
  });
  return (
    <svg
      className={`interval interval-${tone}`}
      viewBox={`0 0 ${WIDTH} 16`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label}: ${said}`}
    >
      <line
        className="interval-axis"
        x1={0}
        x2={WIDTH}
        y1={8}
        y2={8}
        vectorEffect="non-scaling-stroke"
      />
      {reference !== undefined && (
        <line
          className="interval-reference"
          x1={x(reference)}
          x2={x(reference)}
          y1={1}
          y2={15}
          vectorEffect="non-scaling-stroke"
        />
      )}
      <line
        className="interval-span"
        x1={x(low)}
        x2={x(high)}
        y1={8}
        y2={8}
        vectorEffect="non-scaling-stroke"
      />
      {/* a line of no length with round ends stays round when the picture is stretched */}
      <line
        className="interval-point"
        x1={x(value)}
        x2={x(value)}
        y1={8}
        y2={8}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
