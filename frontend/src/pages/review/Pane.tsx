import { type ReactNode, useLayoutEffect, useRef } from "react";

interface PaneProps {
  label: string;
  className?: string;
  /** When this changes, the pane begins at its top again. */
  of: string;
  children: ReactNode;
}

/** A pane that scrolls by itself. Only one that was scrolled is moved: moving it costs a layout. */
export function Pane({ label, className = "", of, children }: PaneProps) {
  const pane = useRef<HTMLElement>(null);
  const scrolled = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item is the reason
  useLayoutEffect(() => {
    if (!scrolled.current) return;
    scrolled.current = false;
    pane.current?.scrollTo(0, 0);
  }, [of]);
  return (
    <section
      ref={pane}
      className={`pane ${className}`}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
      tabIndex={0}
      onScroll={(event) => {
        scrolled.current = event.currentTarget.scrollTop > 0;
      }}
    >
      {children}
    </section>
  );
}
