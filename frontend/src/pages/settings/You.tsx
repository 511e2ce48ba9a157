import type { ReactNode } from "react";
import { useChooseLanguage } from "@/app/language";
import { useMe } from "@/app/me";
import { type Language, useLanguage, useT } from "@/i18n";
import { useSetting } from "@/lib/settings";
import { Card } from "@/ui/Card";
import { Field, Segmented } from "@/ui/Field";

const LANGUAGES: { value: Language; label: string }[] = [
  { value: "en", label: "English" },
  { value: "zh", label: "中文" },
];

export function You() {
  const t = useT();
  const language = useLanguage();
  const choose = useChooseLanguage();
  const [theme, setTheme] = useSetting("theme");
  const [density, setDensity] = useSetting("density");
  return (
    <Card title={t("settings.you")}>
      <div className="stack">
        <Name />
        <Line label={t("settings.language")}>
          <Segmented
            label={t("settings.language")}
            value={language}
            options={LANGUAGES}
            onChange={choose}
          />
        </Line>
        <Line label={t("settings.theme")}>
          <Segmented
            label={t("settings.theme")}
            value={theme}
            options={(["system", "light", "dark"] as const).map((value) => ({
              value,
              label: t(`settings.theme.${value}`),
            }))}
            onChange={setTheme}
          />
        </Line>
        <Line label={t("settings.density")}>
          <Segmented
            label={t("settings.density")}
            value={density}
            options={(["normal", "compact"] as const).map((value) => ({
              value,
              label: t(`settings.density.${value}`),
            }))}
            onChange={setDensity}
          />
        </Line>
      </div>
    </Card>
  );
}

function Name() {
  const t = useT();
  const { me } = useMe();
  const [reviewer, setReviewer] = useSetting("reviewer");
  if (me?.signed_in) return <p>{t("settings.nameSigned", { name: me.name ?? "" })}</p>;
  return (
    <Field label={t("settings.name")} hint={t("settings.nameHint")}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          autoComplete="name"
          maxLength={80}
          value={reviewer}
          onChange={(event) => setReviewer(event.target.value)}
        />
      )}
    </Field>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="settings-line">
      <span>{label}</span>
      {children}
    </div>
  );
}
