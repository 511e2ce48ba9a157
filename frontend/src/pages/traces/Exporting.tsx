import { ExportMenu } from "@/ui/ExportMenu";
import { type Asked, filterOf } from "./server";

/** The list as files and as the calls that give the same. */
export function Exporting({ asked }: { asked: Asked }) {
  const query = new URLSearchParams({ app: asked.app, filter: asked.filter });
  if (asked.all_spans) query.set("all_spans", "true");
  const file = (format: string) => `/api/export/traces?${query}&format=${format}`;
  return (
    <ExportMenu
      csv={file("csv")}
      jsonl={file("jsonl")}
      python={pythonOf(asked)}
      command={commandOf(asked)}
      curl={`/api/traces?${query}`}
    />
  );
}

/** Python that gives the spans of the list. */
export function pythonOf(asked: Asked): string {
  const app = JSON.stringify(asked.app);
  const filter = JSON.stringify(filterOf(asked));
  return `import genchi

with genchi.Home() as home:
    for span in home.traces.everything(${filter}, app=${app}):
        print(span.key.trace_id, span.name, span.payload.output)`;
}

/** The command that lists the same. */
export function commandOf(asked: Asked): string {
  const options = ["--app", asked.app, ...(asked.all_spans ? ["--all-spans"] : [])];
  const filter = asked.filter ? ["--", asked.filter] : [];
  return ["genchi", "traces", ...options, ...filter].map(quoted).join(" ");
}

function quoted(text: string): string {
  return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
