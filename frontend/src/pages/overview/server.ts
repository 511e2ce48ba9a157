import type { QueryKey } from "@tanstack/react-query";
import { useApp } from "@/app/application";
import type { Range } from "@/app/range";
import { useGet } from "@/lib/queries";
import type { Schema } from "@/lib/types";
import type { Extent } from "./extent";

/** What the overview asks the server. */

export type Tile = Schema<"Tile">;
export type TileName = Tile["name"];
export type Rota = Schema<"Rota">;
export type RatePoint = Schema<"QualityPoint">;
/** The document cannot say what the values of a need are. */
export type Need = Omit<Schema<"Need">, "values"> & {
  values: Record<string, string | number | null>;
};
export type Overview = Schema<"Overview">;

type Bounds = Pick<Range, "preset">;

/** The range as the server takes it: a preset that ends now, or two moments. */
function rangeQuery({ preset }: Bounds, extent: Extent | undefined) {
  if (preset !== "custom" && preset !== "all") return { range: preset };
  const [since, until] = [extent?.since ?? 0, extent?.until ?? 1];
  return { since_ns: Math.round(since * 1e9), until_ns: Math.round(until * 1e9) };
}

/** While another range is fetched the numbers of the last one stay, of the same application. */
function keptOf(app: string) {
  return (last: Overview | undefined, query: { queryKey: QueryKey } | undefined) => {
    const asked = query?.queryKey[1] as { query?: { app?: string } } | undefined;
    return asked?.query?.app === app ? last : undefined;
  };
}

/** All of time is asked for as what it holds, so that it is cut as the charts are. */
export function useOverview(range: Bounds, extent: Extent | undefined, criterion: string | null) {
  const app = useApp();
  const query = { app, ...rangeQuery(range, extent), ...(criterion === null ? {} : { criterion }) };
  const enabled = app !== "" && extent !== undefined;
  return useGet("/api/overview", { params: { query } }, { enabled, placeholderData: keptOf(app) });
}

export function useRota() {
  const app = useApp();
  return useGet("/api/review/rota", { params: { query: { app } } }, { enabled: app !== "" });
}

export function useRates(criterion: string, every: string, filter: string) {
  const app = useApp();
  const query = { app, criterion, every, filter };
  return useGet("/api/quality/trend", { params: { query } }, { enabled: app !== "" });
}
