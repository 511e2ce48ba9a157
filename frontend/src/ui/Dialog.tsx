import { X } from "lucide-react";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { useT } from "@/i18n";
import { IconButton } from "./Button";
import "./overlay.css";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
  /** There is only text in it, which takes the focus itself, so that the arrows scroll it. */
  text?: boolean;
}

/** A native modal dialog: the browser keeps the focus in it, and Escape closes it. */
export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <Opened {...rest} /> : null;
}

function Opened(props: Omit<DialogProps, "open">) {
  const { onClose, title, children, footer, wide = false, text = false } = props;
  const t = useT();
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  // A layout effect, because a dialog gives the focus back only while it is still in the page.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    dialog.showModal();
    // Where one begins to write, else the heading: not the cross that happens to come first.
    const body = dialog.querySelector<HTMLElement>(
      ".dialog-body :is(input,textarea,select), .dialog-text",
    );
    (body ?? dialog.querySelector<HTMLElement>(".dialog-head h2"))?.focus();
    return () => dialog.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key for what the click does
    <dialog
      ref={ref}
      className={wide ? "wide" : ""}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={id} tabIndex={-1}>
          {title}
        </h2>
        <IconButton icon={X} label={t("ui.close")} onClick={onClose} />
      </div>
      {text ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keys
        <section className="dialog-body dialog-text" aria-labelledby={id} tabIndex={0}>
          {children}
        </section>
      ) : (
        <div className="dialog-body">{children}</div>
      )}
      {footer && <div className="dialog-foot">{footer}</div>}
    </dialog>
  );
}
