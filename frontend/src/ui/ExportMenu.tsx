import { Download, FileJson, FileSpreadsheet } from "lucide-react";
import { useId, useState } from "react";
import { useCommands, useCommandTable } from "@/app/keys";
import { useT } from "@/i18n";
import { download, type Row } from "@/lib/tabular";
import { Button } from "./Button";
import { CodeBlock, CopyButton } from "./Copy";
import { Popover } from "./Menu";
import "./export.css";

interface ExportMenuProps {
  /** Addresses on this server that answer with a download. */
  csv?: string;
  jsonl?: string;
  /** Rows that the page has: the files are made from them here. */
  rows?: { name: string; rows: readonly Row[] };
  /** Python that gives the same. */
  python?: string;
  /** What gives the same on the command line. */
  command?: string;
  /** The path and query that curl would ask for; the server is that of the page. */
  curl?: string;
}

const KEY = "shift+e";

/** What a page shows, for other programs: files, the call that gives the same, and a link. */
export function ExportMenu(props: ExportMenuProps) {
  const { csv, jsonl, rows, python, command, curl } = props;
  const t = useT();
  const [open, setOpen] = useState(false);
  const id = `ui.export${useId()}`;
  useCommands("ui.view", [{ id, keys: KEY, label: "ui.export", run: () => setOpen(true) }]);
  // Of several on a page the last has the key, and shows it.
  const keyed = useCommandTable().find(({ keys }) => keys === KEY)?.id === id;
  return (
    <Popover
      label={t("ui.exportTitle")}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button
          icon={Download}
          kind="ghost"
          {...(keyed && { command: id })}
          onClick={() => undefined}
        >
          {t("ui.export")}
        </Button>
      }
    >
      <div className="export">
        <h2>{t("ui.exportTitle")}</h2>
        <div className="row wrap">
          {csv && (
            <a className="btn btn-plain btn-m" href={csv} download>
              <FileSpreadsheet className="ico" aria-hidden="true" />
              {t("ui.exportCsv")}
            </a>
          )}
          {jsonl && (
            <a className="btn btn-plain btn-m" href={jsonl} download>
              <FileJson className="ico" aria-hidden="true" />
              {t("ui.exportJsonl")}
            </a>
          )}
          {rows && (
            <>
              <Button icon={FileSpreadsheet} onClick={() => download(rows.name, rows.rows, "csv")}>
                {t("ui.exportCsv")}
              </Button>
              <Button icon={FileJson} onClick={() => download(rows.name, rows.rows, "jsonl")}>
                {t("ui.exportJsonl")}
              </Button>
            </>
          )}
        </div>
        {python && (
          <>
            <h3>{t("ui.exportPython")}</h3>
            <CodeBlock code={python} language="python" />
          </>
        )}
        {command && (
          <>
            <h3>{t("ui.exportCommand")}</h3>
            <CodeBlock code={command} language="shell" />
          </>
        )}
        {curl && (
          <>
            <h3>{t("ui.exportCurl")}</h3>
            <CodeBlock code={`curl ${quoted(location.origin + curl)}`} language="shell" />
          </>
        )}
        <h3>{t("ui.exportLink")}</h3>
        <CopyButton text={location.href} label={t("ui.copyLink")} />
      </div>
    </Popover>
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
