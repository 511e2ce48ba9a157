import { Check, X } from "lucide-react";
import { useT } from "@/i18n";
import { Button, IconButton } from "@/ui/Button";
import { Progress } from "@/ui/Field";
import { useApp } from "../application";
import { type Command, useCommands } from "../keys";
import { useCurrentPage, useGo } from "../navigation";
import type { PageId } from "../pages";
import { LABELS_WANTED, STEPS, type Step, useTour } from "./state";
import { Trusted } from "./Trusted";
import "./tour.css";

/** Where each step happens. */
const PLACES: Record<Step, PageId> = {
  outputs: "traces",
  trace: "trace",
  label: "review",
  agree: "criteria",
  trust: "criteria",
};

/** A card in the corner that leads a newcomer through the app once. The page stays usable. */
export function Tour() {
  const app = useApp();
  const tour = useTour();
  return tour.open && app !== "" ? <Opened tour={tour} /> : null;
}

function Opened({ tour }: { tour: ReturnType<typeof useTour> }) {
  const t = useT();
  const { step, at } = tour;
  const last = at === STEPS.length - 1;
  const onward: Command = last
    ? { id: "tour.next", keys: "shift+right", label: "tour.finish", run: tour.close }
    : { id: "tour.next", keys: "shift+right", label: "tour.next", run: () => tour.go(at + 1) };
  const back = () => tour.go(at - 1);
  useCommands("tour.title", [
    onward,
    ...(at > 0
      ? [{ id: "tour.back", keys: "shift+left", label: "tour.back", run: back } as const]
      : []),
    { id: "tour.close", keys: "shift+backspace", label: "tour.close", run: tour.close },
  ]);
  return (
    <aside className="tour card" aria-label={t("tour.title")}>
      <header className="row">
        <span className="mut small grow">{t("tour.step", { n: at + 1, all: STEPS.length })}</span>
        <IconButton icon={X} command="tour.close" />
      </header>
      <div className="tour-bars" aria-hidden="true">
        {STEPS.map((one, index) => (
          <i key={one} data-done={index <= at} />
        ))}
      </div>
      <h2>{t(`tour.${step}`)}</h2>
      {step === "trust" ? <Trusted /> : <p>{t(`tour.${step}Text`)}</p>}
      {step === "label" && <Labelled n={tour.labelled} />}
      <footer className="row">
        {at > 0 && <Button kind="ghost" command="tour.back" bare />}
        <span className="grow" />
        <Place step={step} />
        <Button kind="primary" command="tour.next" />
      </footer>
    </aside>
  );
}

/** The way to where the step happens, or that one is there. */
function Place({ step }: { step: Step }) {
  const t = useT();
  const go = useGo();
  const here = useCurrentPage()?.id === PLACES[step];
  const place = PLACES[step] === "trace" ? "traces" : PLACES[step];
  const run = () => go(place);
  useCommands(
    "tour.title",
    here ? [] : [{ id: "tour.go", keys: "shift+enter", label: "tour.go", run }],
  );
  if (here) {
    return (
      <span className="tour-here" title={t("tour.done")}>
        <Check className="ico" role="img" aria-label={t("tour.done")} />
      </span>
    );
  }
  return <Button command="tour.go" />;
}

function Labelled({ n }: { n: number }) {
  const t = useT();
  const done = Math.min(n, LABELS_WANTED);
  const text = t("tour.labelled", { n: done, all: LABELS_WANTED });
  return (
    <div className="row small num">
      <Progress value={done} max={LABELS_WANTED} label={text} />
      <span className="tour-count">{text}</span>
    </div>
  );
}
