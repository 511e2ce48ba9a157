import "./charts.css";

interface SparklineProps {
  values: readonly (number | null)[];
  /** What the line shows, in words: it is a picture without an axis. */
  label: string;
  tone?: string;
}

const WIDTH = 100;
const HEIGHT = 28;
const EDGE = 3;

/** The shape of a few numbers. Where one is missing the line has a gap. */
export function Sparkline({ values, label, tone = "c1" }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <span className="spark" />;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const x = (at: number) => (at / (values.length - 1)) * WIDTH;
  const y = (value: number) =>
    high === low
      ? HEIGHT / 2
      : HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE);
  let path = "";
  let pen = "M";
  values.forEach((value, at) => {
    if (value === null) pen = "M";
    else {
      path += `${pen}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = "L";
    }
  });
  return (
    <svg
      className={`spark stroke-${tone}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={path} fill="none" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
