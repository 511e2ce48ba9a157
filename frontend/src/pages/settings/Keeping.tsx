import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Badge } from "@/ui/Badge";
import { Card } from "@/ui/Card";
import { CopyLine } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import type { ServerSettings } from "./server";

type Rule = ServerSettings["retention"][number];

/** How long what is recorded stays, and what never gets into the store. */
export function Keeping({ told }: { told: ServerSettings }) {
  const t = useT();
  return (
    <Card title={t("settings.keeping")}>
      <div className="stack">
        {told.retention.length === 0 ? (
          <>
            <p className="mut">{t("settings.keepingNone")}</p>
            <CopyLine text={t("settings.keepingCommand")} />
          </>
        ) : (
          <Rules rules={told.retention} />
        )}
        <h3>{t("settings.redact")}</h3>
        {told.redact.length === 0 ? (
          <>
            <p className="mut">{t("settings.redactNone")}</p>
            <CopyLine text={t("settings.redactCommand")} />
          </>
        ) : (
          <div className="row wrap">
            {told.redact.map((kind) => (
              <Badge key={kind}>{kind}</Badge>
            ))}
          </div>
        )}
      </div>
    </Card>
  );
}

function Rules({ rules }: { rules: readonly Rule[] }) {
  const t = useT();
  const f = useFormat();
  const unlimited = t("settings.unlimited");
  const columns: Column<Rule>[] = [
    {
      id: "app",
      header: t("settings.keepingApp"),
      cell: ({ app }) => app ?? t("settings.keepingEvery"),
    },
    {
      id: "days",
      header: t("settings.keepingDays"),
      cell: ({ days }) => (days === null ? unlimited : t("settings.keepingDaysValue", { n: days })),
    },
    {
      id: "size",
      header: t("settings.keepingSize"),
      cell: ({ max_bytes }) => (max_bytes === null ? unlimited : f.bytes(max_bytes)),
    },
    {
      id: "labelled",
      header: t("settings.keepingLabelled"),
      cell: ({ labelled }) =>
        t(labelled ? "settings.keepingLabelledNot" : "settings.keepingLabelledKept"),
    },
  ];
  return (
    <Table
      caption={t("settings.keeping")}
      columns={columns}
      rows={rules}
      rowKey={({ app }) => app ?? ""}
    />
  );
}
