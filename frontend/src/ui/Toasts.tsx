import { X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useT } from "@/i18n";
import { Key } from "./Key";
import { dismissToast, onToasts, type Shown, toasts } from "./toast";
import "./overlay.css";

/** Where toasts appear. The regions are always there, so that screen readers announce what enters. */
export function Toasts() {
  const shown = useSyncExternalStore(onToasts, toasts);
  return (
    <div className="toasts">
      <div role="status" aria-live="polite">
        {shown
          .filter((one) => one.kind !== "error")
          .map((one) => (
            <Line key={one.id} toast={one} />
          ))}
      </div>
      <div role="alert">
        {shown
          .filter((one) => one.kind === "error")
          .map((one) => (
            <Line key={one.id} toast={one} />
          ))}
      </div>
    </div>
  );
}

function Line({ toast }: { toast: Shown }) {
  const t = useT();
  const undo = () => {
    dismissToast(toast.id);
    toast.undo?.();
  };
  return (
    <div className={`toast toast-${toast.kind ?? "info"}`}>
      <span className="grow">{toast.text}</span>
      {toast.undo && (
        <button type="button" onClick={undo}>
          {t("ui.undo")}
          {toast.undoCommand && <Key command={toast.undoCommand} />}
        </button>
      )}
      <button
        type="button"
        className="toast-close"
        aria-label={t("ui.close")}
        onClick={() => dismissToast(toast.id)}
      >
        <X className="ico" aria-hidden="true" />
      </button>
    </div>
  );
}
