import "./charts.css";

interface Bar {
  label: string;
  value: number;
  tone?: string;
  onClick?: () => void;
}

interface BarsProps {
  label: string;
  items: readonly Bar[];
  format: (value: number) => string;
  /** The value of a full bar: the largest where it is not said. */
  max?: number;
}

/** Amounts beside each other, as bars with their numbers. */
export function Bars({ label, items, format, max }: BarsProps) {
  const full = max ?? Math.max(...items.map((item) => item.value), 0);
  return (
    <ul className="bars" aria-label={label}>
      {items.map((item) => {
        const share = full > 0 ? item.value / full : 0;
        const inside = (
          <>
            <span className="bars-label clip">{item.label}</span>
            <span className="bars-track">
              <i
                className={`tone-${item.tone ?? "c1"}`}
                style={{ transform: `scaleX(${Math.min(1, Math.max(0, share))})` }}
              />
            </span>
            <span className="bars-value num">{format(item.value)}</span>
          </>
        );
        return (
          <li key={item.label}>
            {item.onClick ? (
              <button type="button" className="bars-row" onClick={item.onClick}>
                {inside}
              </button>
            ) : (
              <span className="bars-row">{inside}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
