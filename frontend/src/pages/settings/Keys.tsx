import { useMe } from "@/app/me";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Badge } from "@/ui/Badge";
import { Card } from "@/ui/Card";
import { CopyLine } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import { TimeAgo } from "@/ui/TimeAgo";
import type { ServerSettings } from "./server";

type ApiKey = ServerSettings["keys"][number];

/** The keys that applications send with. Only their ends are known here, and only to admins. */
export function Keys({ told }: { told: ServerSettings }) {
  const t = useT();
  const f = useFormat();
  const why = useMe().why("admin");
  const columns: Column<ApiKey>[] = [
    { id: "app", header: t("settings.keysApp"), cell: ({ app }) => app, sort: ({ app }) => app },
    { id: "hint", header: t("settings.keysHint"), cell: ({ hint }) => <code>…{hint}</code> },
    { id: "scope", header: t("settings.keysScope"), cell: ({ scope }) => scope },
    {
      id: "made",
      header: t("settings.keysMade"),
      cell: ({ created_ns }) => <TimeAgo ns={created_ns} />,
      sort: ({ created_ns }) => created_ns,
    },
    {
      id: "state",
      header: t("settings.keysState"),
      cell: ({ revoked_ns }) =>
        revoked_ns === null ? (
          <Badge tone="ok">{t("settings.keysLive")}</Badge>
        ) : (
          <Badge>{t("settings.keysRevoked", { when: f.date(revoked_ns) })}</Badge>
        ),
    },
  ];
  return (
    <Card title={t("settings.keys")}>
      <div className="stack">
        {why ? (
          <p className="mut">{why}</p>
        ) : told.keys.length === 0 ? (
          <>
            <p className="mut">{t("settings.keysNone")}</p>
            <CopyLine text={t("settings.keysCommand")} />
          </>
        ) : (
          <>
            <p className="mut">{t("settings.keysText")}</p>
            <Table
              caption={t("settings.keys")}
              columns={columns}
              rows={told.keys}
              rowKey={({ id }) => String(id)}
            />
          </>
        )}
      </div>
    </Card>
  );
}
