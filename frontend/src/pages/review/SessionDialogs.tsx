import { lazy, Suspense } from "react";
import { useMe } from "@/app/me";
import { ReasonDialog, RefusedDialog, RotaDialog } from "./dialogs";
import type { OutboxState } from "./outbox";
import type { Criterion, Item, Rota } from "./types";

/** What opens over the review: each is loaded when it is first wanted, or small. */

const CriterionDialog = lazy(() => import("./CriterionDialog"));
const ProposalPanel = lazy(async () => ({
  default: (await import("./proposal")).ProposalPanel,
}));

export type Open =
  | { what: "reason" | "criterion" | "new-criterion" | "rota" | "refused" }
  | { what: "proposal"; item: Item; selection: string };

interface SessionDialogsProps {
  open: Open;
  onClose: () => void;
  app: string;
  criteria: readonly Criterion[];
  criterion: Criterion;
  rota: Rota | undefined;
  refused: OutboxState["refused"];
  onDismiss: (actionId: string) => void;
  onReason: (name: string) => void;
  onCriterion: (name: string) => void;
}

export function SessionDialogs(props: SessionDialogsProps) {
  const { open, onClose, app, criteria, criterion, rota, refused, onDismiss } = props;
  const me = useMe();
  switch (open.what) {
    case "reason":
      return (
        <ReasonDialog
          app={app}
          criterion={criterion.name}
          onClose={onClose}
          onAdded={props.onReason}
        />
      );
    case "rota":
      return rota ? (
        <RotaDialog app={app} rota={rota} unavailable={me.why("admin")} onClose={onClose} />
      ) : null;
    case "refused":
      return <RefusedDialog refused={refused} onDismiss={onDismiss} onClose={onClose} />;
    case "proposal":
      return (
        <Suspense>
          <ProposalPanel
            app={app}
            criterion={criterion.name}
            traceId={open.item.key.trace_id}
            spanId={open.item.key.span_id}
            selection={open.selection || undefined}
            onClose={onClose}
          />
        </Suspense>
      );
    default:
      return (
        <Suspense>
          <CriterionDialog
            criteria={criteria}
            criterion={open.what === "criterion" ? criterion : undefined}
            onClose={onClose}
            onAdded={(name) => {
              onClose();
              props.onCriterion(name);
            }}
          />
        </Suspense>
      );
  }
}
