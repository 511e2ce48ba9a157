import { lazy, Suspense } from "react";
import { Skeleton } from "@/ui/States";
import type { TimeChartProps } from "./TimeChart";

/** The charts. What draws on canvas is loaded when a page first shows one. */

export { ChartsAsTable } from "./asTable";
export { Bars } from "./Bars";
export { type Cell, ConfusionMatrix } from "./ConfusionMatrix";
export { Curve } from "./Curve";
export { IntervalPlot } from "./IntervalPlot";
export { Sparkline } from "./Sparkline";
export type { Series, TimeChartProps } from "./TimeChart";

const Drawn = lazy(() => import("./TimeChart"));

export function TimeChart(props: TimeChartProps) {
  return (
    <Suspense fallback={<Skeleton height={props.height ?? 180} />}>
      <Drawn {...props} />
    </Suspense>
  );
}
