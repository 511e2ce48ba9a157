import { useGet } from "@/lib/queries";
import { useSetting } from "@/lib/settings";
import { useApp } from "../application";

/** How far a newcomer is. It is kept by the browser, and can be begun again. */

export const STEPS = ["outputs", "trace", "label", "agree", "trust"] as const;
export type Step = (typeof STEPS)[number];
export const LABELS_WANTED = 5;

/** How many labels there are, kept current while the tour is open; null until it is known. */
function useLabels(open: boolean): number | null {
  const app = useApp();
  const query = { params: { query: { app } } };
  const { data } = useGet("/api/criteria", query, { enabled: open && app !== "" });
  return data ? data.reduce((sum, { labels }) => sum + labels, 0) : null;
}

export function useTour() {
  const [tour, setTour] = useSetting("tour");
  const count = useLabels(tour.open);
  const at = Math.min(Math.max(0, tour.step), STEPS.length - 1);
  const go = (step: number) => {
    // Labels are counted from the moment that the step about them begins.
    const labels = STEPS[step] === "label" ? (tour.labels ?? count) : tour.labels;
    setTour({ step, open: true, labels });
  };
  return {
    open: tour.open,
    at,
    step: STEPS[at] ?? STEPS[0],
    go,
    close: () => setTour({ ...tour, open: false }),
    restart: () => setTour({ step: 0, open: true, labels: null }),
    labelled: count !== null && tour.labels !== null ? Math.max(0, count - tour.labels) : 0,
  };
}
