import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Card } from "@/ui/Card";
import { CopyButton } from "@/ui/Copy";
import type { ServerSettings } from "./server";

export function About({ told }: { told: ServerSettings }) {
  const t = useT();
  const f = useFormat();
  const extras = Object.entries(told.extras).flatMap(([name, there]) => (there ? [name] : []));
  return (
    <Card title={t("settings.about")}>
      <dl className="settings-facts">
        <dt>{t("settings.version")}</dt>
        <dd className="num">genchi {told.version}</dd>
        <dt>{t("settings.store")}</dt>
        <dd className="row">
          <code className="clip">{told.store.path}</code>
          <CopyButton text={told.store.path} label={t("settings.copyPath")} />
        </dd>
        <dt>{t("settings.size")}</dt>
        <dd className="num">{f.bytes(told.store.bytes)}</dd>
        <dt>{t("settings.project")}</dt>
        <dd>
          <code>{told.project}</code>
        </dd>
        <dt>{t("settings.extras")}</dt>
        <dd>{extras.length > 0 ? extras.join(", ") : t("settings.extrasNone")}</dd>
      </dl>
      <p className="mut small settings-licence">{t("settings.licence")}</p>
    </Card>
  );
}
