import { ChevronsUpDown, CircleHelp, Moon, Sun } from "lucide-react";
import type { Ref } from "react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { api } from "@/lib/api";
import { queryClient } from "@/lib/queries";
import { Button, IconButton } from "@/ui/Button";
import { Menu, type MenuItem } from "@/ui/Menu";
import { useApp, useApps, useChooseApp } from "./application";
import { firstKeys, useCommand } from "./keys";
import { useMe } from "./me";
import { useTheme } from "./theme";

interface TopBarProps {
  title: Ref<HTMLDivElement>;
  controls: Ref<HTMLDivElement>;
  appsOpen: boolean;
  setAppsOpen: (open: boolean) => void;
}

/** What stands above every page: its title and controls, then what is the same everywhere. */
export function TopBar({ title, controls, appsOpen, setAppsOpen }: TopBarProps) {
  const t = useT();
  const theme = useTheme();
  return (
    <header className="top">
      <div className="top-title" ref={title} />
      <div className="top-controls" ref={controls} />
      <div className="row top-tools">
        <AppMenu open={appsOpen} setOpen={setAppsOpen} />
        <Button command="app.language" kind="ghost" bare title={t("app.turnLanguage")}>
          {t("app.language")}
        </Button>
        <IconButton command="app.theme" icon={theme === "dark" ? Sun : Moon} />
        <HelpMenu />
      </div>
    </header>
  );
}

function AppMenu({ open, setOpen }: { open: boolean; setOpen: (open: boolean) => void }) {
  const t = useT();
  const f = useFormat();
  const app = useApp();
  const { data: apps } = useApps();
  const choose = useChooseApp();
  if (!apps?.length) return null;
  const items = apps.map(
    (one): MenuItem => ({
      id: one.app,
      label: (
        <span className="top-app-item">
          <span className="clip">{one.app}</span>
          <span className="mut num">{t("app.appSpans", { n: f.compact(one.spans) })}</span>
        </span>
      ),
      checked: one.app === app,
      onSelect: () => choose(one.app),
    }),
  );
  return (
    <Menu
      items={items}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button className="top-app" aria-label={`${t("app.application")}: ${app}`}>
          <span className="clip">{app}</span>
          <ChevronsUpDown className="ico mut" aria-hidden="true" />
        </Button>
      }
    />
  );
}

async function signOut(): Promise<void> {
  await api.DELETE("/api/session");
  const { forgetRecent } = await import("@/pages/review/shelf");
  await forgetRecent().catch(() => undefined); // a browser that keeps nothing has nothing to forget
  await queryClient.resetQueries(); // nothing of what was seen stays, and who is there is asked anew
}

function HelpMenu() {
  const t = useT();
  const { me } = useMe();
  const keys = useCommand("app.keys");
  const palette = useCommand("app.palette");
  const tour = useCommand("app.tour");
  const items: MenuItem[] = [palette, keys, tour].flatMap((command) => {
    if (!command) return [];
    const { id, label, run } = command;
    return [{ id, label: t(label), keys: firstKeys(command), onSelect: run }];
  });
  if (me?.signed_in) {
    items.push({
      id: "sign-out",
      label: t("app.signOut"),
      heading: t("app.signedIn", { name: me.name ?? "" }),
      apart: true,
      onSelect: () => void signOut(),
    });
  }
  return (
    <Menu
      items={items}
      trigger={
        <button type="button" className="btn btn-icon" aria-label={t("app.help")}>
          <CircleHelp className="ico" aria-hidden="true" />
        </button>
      }
    />
  );
}
