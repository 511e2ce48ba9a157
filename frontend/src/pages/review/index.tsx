import { AppWindow, Eye, Scale } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { useApp } from "@/app/application";
import { useMe } from "@/app/me";
import { PageLink, useUrlState } from "@/app/navigation";
import { Page } from "@/app/Page";
import { useT } from "@/i18n";
import { useGet } from "@/lib/queries";
import { oneOf, text } from "@/lib/urlFields";
import { Button } from "@/ui/Button";
import { EmptyState, QueryView, Skeleton } from "@/ui/States";
import { type DeskState, useDesk } from "./desk";
import { NameForm } from "./dialogs";
import { Session } from "./Session";
import type { Ask, Criterion } from "./types";
import { useQueue } from "./useQueue";
import "./review.css";
import "./decision.css";
import "./context.css";
import "./ending.css";

const CriterionDialog = lazy(() => import("./CriterionDialog"));

const FIELDS = {
  criterion: text(),
  mode: oneOf("single", "pair"),
  source: oneOf("recipe", "picked", "second", "filter"),
  filter: text(),
};

/** The daily review: outputs one after another, a key for each, and nothing to wait for. */
export default function Review() {
  const t = useT();
  const app = useApp();
  const me = useMe();
  const [desk, steal] = useDesk(app);
  const criteria = useGet("/api/criteria", { params: { query: { app } } }, { enabled: app !== "" });
  const around = (children: React.ReactNode) => <Page title={t("review.title")}>{children}</Page>;
  if (app === "" || !me.me) return around(<Skeleton lines={8} />);
  const cannot = me.why("reviewer");
  if (cannot) return around(<OnlyLooking why={cannot} />);
  if (me.reviewer === "") return around(<NameForm />);
  if (desk.phase === "elsewhere") return around(<Elsewhere onUse={steal} />);
  if (desk.phase === "opening") return around(<Skeleton lines={8} />);
  if (!criteria.data) {
    return around(<QueryView query={criteria}>{() => null}</QueryView>);
  }
  return <Chosen app={app} desk={desk} criteria={criteria.data} reviewer={me.reviewer} />;
}

/** For somebody who may look and not judge: the outputs are on the page of traces. */
function OnlyLooking({ why }: { why: string }) {
  const t = useT();
  return (
    <EmptyState
      icon={Eye}
      title={why}
      action={
        <PageLink page="traces" className="btn btn-primary btn-m">
          {t("app.goto", { page: t("traces.title") })}
        </PageLink>
      }
    />
  );
}

function Elsewhere({ onUse }: { onUse: () => void }) {
  const t = useT();
  return (
    <EmptyState
      icon={AppWindow}
      title={t("review.elsewhere")}
      action={
        <Button kind="primary" onClick={onUse}>
          {t("review.useHere")}
        </Button>
      }
    >
      {t("review.elsewhereAbout")}
    </EmptyState>
  );
}

interface ChosenProps {
  app: string;
  desk: Extract<DeskState, { phase: "open" }>;
  criteria: Criterion[];
  reviewer: string;
}

function Chosen({ app, desk, criteria, reviewer }: ChosenProps) {
  const [state, change] = useUrlState(FIELDS);
  const { mode, source, filter } = state;
  const criterion = criteria.find(({ name }) => name === state.criterion) ?? criteria[0];
  const name = criterion?.name ?? "";
  const ask = useMemo<Ask>(
    () => ({ app, criterion: name, reviewer, mode, source, filter }),
    [app, name, reviewer, mode, source, filter],
  );
  if (!criterion) return <FirstCriterion />;
  return <Queued ask={ask} desk={desk} criteria={criteria} criterion={criterion} change={change} />;
}

type QueuedProps = Omit<React.ComponentProps<typeof Session>, "queue">;

function Queued(props: QueuedProps) {
  const t = useT();
  const queue = useQueue(props.ask, props.desk);
  if (!queue) {
    return (
      <Page title={t("review.title")}>
        <Skeleton lines={8} />
      </Page>
    );
  }
  const { app, criterion, mode, source, filter } = props.ask;
  return (
    <Session key={[app, criterion, mode, source, filter].join("\n")} queue={queue} {...props} />
  );
}

/** Before anything can be judged somebody says what good means. */
function FirstCriterion() {
  const t = useT();
  const me = useMe();
  const [open, setOpen] = useState(false);
  return (
    <Page title={t("review.title")}>
      <EmptyState
        icon={Scale}
        title={t("review.noCriterion")}
        action={
          <Button kind="primary" unavailable={me.why("reviewer")} onClick={() => setOpen(true)}>
            {t("review.newCriterion")}
          </Button>
        }
      >
        {t("review.noCriterionAbout")}
      </EmptyState>
      {open && (
        <Suspense>
          <CriterionDialog
            criteria={[]}
            criterion={undefined}
            onClose={() => setOpen(false)}
            onAdded={() => setOpen(false)}
          />
        </Suspense>
      )}
    </Page>
  );
}
