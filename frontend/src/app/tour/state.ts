import { useSetting } from "@/lib/settings";
import { usePulseCounts } from "../pulse";

/** How far a newcomer is. It is kept by the browser, and can be begun again. */

export const STEPS = ["outputs", "trace", "label", "agree", "trust"] as const;
export type Step = (typeof STEPS)[number];
export const LABELS_WANTED = 5;

export function useTour() {
  const [tour, setTour] = useSetting("tour");
  const counts = usePulseCounts();
  const at = Math.min(Math.max(0, tour.step), STEPS.length - 1);
  const go = (step: number) => {
    // Labels are counted from the moment that the step about them begins.
    const labels = STEPS[step] === "label" ? (tour.labels ?? counts?.labels ?? null) : tour.labels;
    setTour({ step, open: true, labels });
  };
  return {
    open: tour.open,
    at,
    step: STEPS[at] ?? STEPS[0],
    go,
    close: () => setTour({ ...tour, open: false }),
    restart: () => setTour({ step: 0, open: true, labels: null }),
    labelled: counts && tour.labels !== null ? Math.max(0, counts.labels - tour.labels) : 0,
  };
}
