import { Bookmark, BookmarkPlus, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useApp } from "@/app/application";
import { type Command, useCommands } from "@/app/keys";
import { useGo } from "@/app/navigation";
import { useT } from "@/i18n";
import { useSetting, type View } from "@/lib/settings";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Menu, type MenuItem } from "@/ui/Menu";
import { toast } from "@/ui/toast";
import { useListSearch } from "./list";

/** Lists of traces that a person gave a name. They are kept by this browser, for this application. */

function useViews() {
  const app = useApp();
  const go = useGo();
  const [kept, setKept] = useSetting("traces");
  const views = kept.views.filter((view) => view.app === app);
  const change = (own: readonly View[]) => {
    setKept({ ...kept, views: [...kept.views.filter((view) => view.app !== app), ...own] });
  };
  const open = (view: View) => go("traces", { search: { ...view.search, app } });
  return { app, views, change, open };
}

/** Commands that open each view, for the palette. */
export function useViewCommands(): void {
  const { views, open } = useViews();
  useCommands(
    "traces.views",
    views.map((view): Command => {
      const values = { name: view.name };
      return {
        id: `traces.view.${view.name}`,
        label: "traces.viewOpen",
        values,
        run: () => open(view),
      };
    }),
  );
}

export function Views() {
  const t = useT();
  const { app, views, change, open } = useViews();
  const search = useListSearch();
  const [naming, setNaming] = useState(false);
  const [listed, setListed] = useState(false);
  const same = (view: View) => {
    return Object.entries(view.search).every(([name, value]) => search[name] === value);
  };
  useCommands("traces.title", [
    { id: "traces.views", keys: "shift+v", label: "traces.views", run: () => setListed(true) },
    { id: "traces.saveView", keys: "v", label: "traces.viewSave", run: () => setNaming(true) },
  ]);
  const save = (name: string) => {
    change([...views.filter((view) => view.name !== name), { app, name, search }]);
    setNaming(false);
    toast({ text: t("traces.viewSaved", { name }) });
  };
  const remove = (view: View) => {
    change(views.filter((other) => other.name !== view.name));
    toast({ text: t("traces.viewRemoved", { name: view.name }), undo: () => change(views) });
  };
  const items: MenuItem[] = [
    ...views.map((view): MenuItem => {
      const onSelect = () => open(view);
      return { id: view.name, label: view.name, checked: same(view), onSelect };
    }),
    {
      id: "+",
      label: t("traces.viewSave"),
      icon: BookmarkPlus,
      keys: "v",
      apart: views.length > 0,
      onSelect: () => setNaming(true),
    },
    ...views.map((view): MenuItem => {
      const label = t("traces.viewRemove", { name: view.name });
      return {
        id: `-${view.name}`,
        label,
        icon: Trash2,
        danger: true,
        onSelect: () => remove(view),
      };
    }),
  ];
  return (
    <>
      <Menu
        items={items}
        open={listed}
        onOpenChange={setListed}
        trigger={
          <Button command="traces.views" icon={Bookmark} kind="ghost" onClick={() => undefined}>
            {views.find(same)?.name ?? t("traces.views")}
          </Button>
        }
      />
      {naming && <Naming onSave={save} onClose={() => setNaming(false)} />}
    </>
  );
}

function Naming({ onSave, onClose }: { onSave: (name: string) => void; onClose: () => void }) {
  const t = useT();
  const { filter } = useListSearch();
  const [name, setName] = useState(filter ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) onSave(name.trim());
  };
  return (
    <Dialog open onClose={onClose} title={t("traces.viewSave")}>
      <form className="stack" onSubmit={submit}>
        <Field label={t("traces.viewName")} hint={t("traces.viewHint")}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              autoFocus
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <div className="row">
          <Button kind="primary" type="submit">
            {t("traces.viewSaveNow")}
          </Button>
          <Button onClick={onClose}>{t("ui.close")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
