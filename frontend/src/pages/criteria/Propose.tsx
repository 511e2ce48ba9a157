import { Sparkles } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useApp } from "@/app/application";
import { useCommands } from "@/app/keys";
import { useMe } from "@/app/me";
import { Button } from "@/ui/Button";
import type { ItemRef } from "./server";

/** From a bad output to a check that would have caught it: the panel is that of the review. */

const Panel = lazy(async () => {
  const { ProposalPanel } = await import("@/pages/review/proposal");
  return { default: ProposalPanel };
});

interface Proposing {
  /** The button, for the output that is open. */
  action: (item: ItemRef) => ReactNode;
  panel: ReactNode;
}

/** `open` is the output that the key is for. */
export function useProposing(criterion: string, open: ItemRef | undefined): Proposing {
  const app = useApp();
  const me = useMe();
  const [item, setItem] = useState<ItemRef | null>(null);
  useCommands("criteria.items", [
    {
      id: "criteria.propose",
      keys: "p",
      label: "criteria.propose",
      run: () => open && setItem(open),
      unavailable: me.why("reviewer"),
      quiet: open === undefined,
    },
  ]);
  const action = () => <Button command="criteria.propose" icon={Sparkles} size="s" />;
  const panel = item && (
    <Suspense>
      <Panel
        app={app}
        criterion={criterion}
        traceId={item.key.trace_id}
        spanId={item.key.span_id}
        onClose={() => setItem(null)}
      />
    </Suspense>
  );
  return { action, panel };
}
