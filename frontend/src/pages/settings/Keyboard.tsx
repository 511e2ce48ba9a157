import { shown } from "@/app/keys/matching";
import { useT } from "@/i18n";
import { useSetting } from "@/lib/settings";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Switch } from "@/ui/Field";

export function Keyboard() {
  const t = useT();
  const [singleKeys, setSingleKeys] = useSetting("singleKeys");
  const chord = shown("mod+k").flat().join(" ");
  return (
    <Card title={t("settings.keyboard")} actions={<Button command="app.keys" kind="ghost" />}>
      <Switch
        label={t("settings.singleKeys")}
        hint={t("settings.singleKeysHint", { chord })}
        checked={singleKeys}
        onChange={setSingleKeys}
      />
    </Card>
  );
}
