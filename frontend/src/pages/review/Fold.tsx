import { type ReactNode, type Ref, useState } from "react";

interface FoldProps {
  summary: ReactNode;
  /** Whether it is open at first. */
  open?: boolean;
  className?: string;
  ref?: Ref<HTMLDetailsElement>;
  onPress?: (() => void) | undefined;
  current?: boolean;
  mark?: number | undefined;
  children: ReactNode;
}

/** A line that opens. What is closed is not rendered, so that it costs the next item nothing. */
export function Fold(props: FoldProps) {
  const { summary, open = false, className = "", ref, onPress, current, mark, children } = props;
  const [shown, setShown] = useState(open);
  return (
    <details
      ref={ref}
      className={`review-fold ${className}`}
      open={shown}
      onToggle={(event) => setShown(event.currentTarget.open)}
      data-current={current || undefined}
      data-mark={mark}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a button */}
      <summary onClick={onPress}>{summary}</summary>
      {shown && <div className="review-fold-in">{children}</div>}
    </details>
  );
}
