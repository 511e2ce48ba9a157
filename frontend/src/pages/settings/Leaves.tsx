import { ShieldCheck } from "lucide-react";
import { useT } from "@/i18n";
import { Card } from "@/ui/Card";
import { Table } from "@/ui/Table";
import type { ServerSettings } from "./server";

/** What the server sends elsewhere, as the server itself says. */
export function Leaves({ told }: { told: ServerSettings }) {
  const t = useT();
  const { leaves, url, loopback, origins } = told;
  return (
    <Card title={t("settings.leaves")}>
      <div className="stack">
        {leaves.length === 0 ? (
          <div className="settings-nothing">
            <ShieldCheck className="ico" aria-hidden="true" />
            <div>
              <b>{t("settings.leavesNothing")}</b>
              <p>{t("settings.leavesNothingText")}</p>
            </div>
          </div>
        ) : (
          <Table
            caption={t("settings.leaves")}
            rows={leaves}
            rowKey={({ what, where }) => `${what} ${where}`}
            columns={[
              { id: "what", header: t("settings.leavesWhat"), cell: ({ what }) => what },
              { id: "where", header: t("settings.leavesWhere"), cell: ({ where }) => where },
            ]}
          />
        )}
        <p className="mut small">
          {t(loopback ? "settings.listensLocal" : "settings.listensWide", {
            url: url || location.origin,
          })}
        </p>
        {origins.length > 0 && (
          <p className="mut small">{t("settings.origins", { origins: origins.join(", ") })}</p>
        )}
      </div>
    </Card>
  );
}
