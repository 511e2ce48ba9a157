import { type ReactNode, useEffect } from "react";
import { createPortal } from "react-dom";
import { RangeControl } from "./RangeControl";
import { useSlots } from "./slots";

interface PageProps {
  title: string;
  /** Beside the title: progress, counts. */
  beside?: ReactNode;
  /** Controls of the page at the right of the top bar. */
  controls?: ReactNode;
  /** Below the page: usually `<KeyHints …/>`. */
  foot?: ReactNode;
  /** Shows the time range in the top bar; the page reads it with `useRange`. */
  range?: boolean;
  /** The page lays out and scrolls its panes itself. */
  panes?: boolean;
  children?: ReactNode;
}

/** The frame of every page: its title and controls in the top bar, its content below. */
export function Page({ title, beside, controls, foot, range, panes, children }: PageProps) {
  const slots = useSlots();
  useEffect(() => {
    document.title = `${title} · genchi`;
  }, [title]);
  return (
    <>
      {slots.title &&
        createPortal(
          <>
            <h1>{title}</h1>
            {beside}
          </>,
          slots.title,
        )}
      {slots.controls &&
        createPortal(
          <>
            {controls}
            {range && <RangeControl />}
          </>,
          slots.controls,
        )}
      <div className={panes ? "page page-panes" : "page page-flow"}>{children}</div>
      {foot && <footer className="page-foot">{foot}</footer>}
    </>
  );
}
