import { useApp } from "@/app/application";
import { shell } from "@/lib/shell";
import type { Row } from "@/lib/tabular";
import { ExportMenu } from "@/ui/ExportMenu";

interface DownloadProps {
  criterion: string;
  /** What the rows are, as part of the name of the file. */
  what: string;
  rows: readonly Row[];
  /** Path and query of what the server answers; without it that of the alignment. */
  curl?: string;
}

/** A table of this page for other programs, and the calls that give what it is made of. */
export function Download({ criterion, what, rows, curl }: DownloadProps) {
  const app = useApp();
  const query = new URLSearchParams({ app, criterion });
  return (
    <ExportMenu
      rows={{ name: `${app}-${criterion}-${what}`, rows }}
      python={`from genchi import Home

with Home() as home:
    alignment = home.align(${JSON.stringify(app)}, ${JSON.stringify(criterion)})`}
      command={`genchi align --app ${shell(app)} --criterion ${shell(criterion)} --json`}
      curl={curl ?? `/api/alignment?${query}`}
    />
  );
}
