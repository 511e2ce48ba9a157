import { useApp } from "@/app/application";
import { useRange } from "@/app/range";
import type { Answer } from "@/lib/queries";
import { shell } from "@/lib/shell";
import type { Row } from "@/lib/tabular";
import { joined } from "@/pages/traces/filterText";
import { ExportMenu } from "@/ui/ExportMenu";
import { type Split, useMeasures } from "./Charts";
import { type Extent, stretchesOf } from "./extent";

/** The numbers of the charts for other programs. */

type Points = Answer<"/api/trend">;

export function Download({ extent, split }: { extent: Extent; split: Split }) {
  const app = useApp();
  const { filter } = useRange();
  const { counted } = stretchesOf(extent);
  const { traces, cost } = useMeasures({ stretch: counted, split }, false);
  const terms = joined(split === "none" ? "root:true" : `${split}:*`, filter);
  const by = split === "none" ? "" : `, by=${JSON.stringify(split)}`;
  const of = ["count", "errors", "p50", "p95"];
  const names = of.map((one) => JSON.stringify(one)).join(", ");
  return (
    <ExportMenu
      rows={{ name: `${app}-overview`, rows: rowsOf(traces.data ?? [], cost.data ?? []) }}
      python={`from genchi import Home

with Home() as home:
    points = home.traces.trend(
        ${JSON.stringify(terms)},
        of=[${names}],
        every=${JSON.stringify(counted.every)}${by},
        app=${JSON.stringify(app)},
    )`}
      command={[
        `genchi trend ${shell(terms)} --app ${shell(app)} --of ${of.join(",")}`,
        `--every ${counted.every}${split === "none" ? "" : ` --by ${split}`}`,
      ].join(" ")}
    />
  );
}

function rowsOf(traces: Points, cost: Points): Row[] {
  const costs = new Map(
    cost.map(({ start_ns, group, values }) => [`${start_ns} ${group}`, values]),
  );
  return traces.map(({ start_ns, group, values }) => ({
    start: new Date(start_ns / 1e6).toISOString(),
    ...(group === null ? {} : { group }),
    count: values.count,
    errors: values.errors,
    p50_seconds: values.p50,
    p95_seconds: values.p95,
    cost_usd: costs.get(`${start_ns} ${group}`)?.cost,
  }));
}
