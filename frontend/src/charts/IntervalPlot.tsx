import type { ReactNode } from "react";
import { IntervalDot } from "@/ui/IntervalDot";
import "./charts.css";

interface IntervalRow {
  id: string;
  label: ReactNode;
  /** The label as text, for those who hear the page. */
  name: string;
  value: number | null;
  low: number;
  high: number;
  tone?: "plain" | "ok" | "no";
}

interface IntervalPlotProps {
  label: string;
  rows: readonly IntervalRow[];
  min?: number;
  max?: number;
  /** A line through all rows, such as chance. */
  reference?: number;
  format: (value: number) => string;
}

/** Several shares with their intervals on one scale. */
export function IntervalPlot(props: IntervalPlotProps) {
  const { label, rows, min = 0, max = 1, reference, format } = props;
  return (
    <div className="intervals">
      <ul aria-label={label}>
        {rows.map((row) => (
          <li key={row.id}>
            <span className="intervals-label clip">{row.label}</span>
            <IntervalDot
              label={row.name}
              value={row.value}
              low={row.low}
              high={row.high}
              min={min}
              max={max}
              {...(reference === undefined ? {} : { reference })}
              {...(row.tone ? { tone: row.tone } : {})}
            />
            <span className="intervals-value num">
              {row.value === null ? "" : format(row.value)}
            </span>
          </li>
        ))}
      </ul>
      <div className="intervals-scale mut num" aria-hidden="true">
        <span>{format(min)}</span>
        <span>{format((min + max) / 2)}</span>
        <span>{format(max)}</span>
      </div>
    </div>
  );
}
