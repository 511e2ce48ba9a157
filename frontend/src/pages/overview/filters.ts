import { written } from "@/pages/traces/filterText";
import type { TileName } from "./server";

/** Filters of the traces behind a number. The time range is in the address of its own. */

export function behind(
  tile: { name: TileName; value: number | null },
  criterion: string | null,
): string {
  switch (tile.name) {
    case "pass_rate":
      return criterion === null ? "" : `label.${written(criterion)}:bad`;
    case "cost":
      return "cost:>0";
    case "p95":
      return tile.value === null ? "" : `latency:>=${Number(tile.value.toPrecision(4))}s`;
    case "errors":
      return "status:error";
    default:
      return "";
  }
}
