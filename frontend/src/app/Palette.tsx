import { Command } from "cmdk";
import { AppWindow, ListTree, Search, Zap } from "lucide-react";
import { useDeferredValue, useLayoutEffect, useRef, useState } from "react";
import { useT } from "@/i18n";
import { useGet } from "@/lib/queries";
import { Key } from "@/ui/Key";
import { TimeAgo } from "@/ui/TimeAgo";
import { useApp, useApps, useChooseApp } from "./application";
import { useCommandTable } from "./keys";
import type { Registered } from "./keys/table";
import { useGo } from "./navigation";
import { pageOf } from "./pages";
import "./sheet.css";

/** Everything that can be done or gone to, by name; and traces, by what is in them. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState("");
  const table = useCommandTable();
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    shown?.querySelector("input")?.focus();
    return () => shown?.close();
  }, []);
  const finish = (act: () => void) => {
    dialog.current?.close(); // first, so that what is done next finds the focus where it was
    onClose();
    act();
  };
  const pages = table.filter((one) => one.id.startsWith("go."));
  const others = table.filter(
    // Who looks for something by typing wants what can be done.
    (one) =>
      !one.quiet &&
      !pages.includes(one) &&
      one.id !== "app.palette" &&
      (text === "" || one.unavailable === undefined),
  );
  const here = others.filter((one) => one.scope !== "app.global");
  const everywhere = others.filter((one) => one.scope === "app.global");
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key for what the click does
    <dialog
      ref={dialog}
      className="palette-dialog"
      aria-label={t("app.palette")}
      onCancel={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <Command className="palette" label={t("app.palette")} filter={named} loop>
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder={t("app.palettePlaceholder")}
        />
        <Command.List label={t("app.palette")}>
          {text.trim().length < SHORTEST && <Command.Empty>{t("app.paletteEmpty")}</Command.Empty>}
          <Commands heading={t("app.paletteHere")} list={here} finish={finish} />
          <Commands heading={t("app.palettePages")} list={pages} finish={finish} />
          <Applications finish={finish} />
          <Commands heading={t("app.paletteEverywhere")} list={everywhere} finish={finish} />
          <Traces text={text.trim()} finish={finish} />
        </Command.List>
      </Command>
    </dialog>
  );
}

/**
 * Whether all that was typed stands in a name: Enter then never means something that only looks
 * alike. First come names that end with it, as those of the ways to pages do: "Go to Traces".
 */
function named(_: string, typed: string, names: string[] = []): number {
  const name = names.join(" ").toLowerCase();
  const asked = typed.trim().toLowerCase();
  if (!asked.split(/\s+/).every((word) => name.includes(word))) return 0;
  return names[0]?.toLowerCase().endsWith(asked) ? 1 : 0.5;
}

type Finish = (act: () => void) => void;

interface CommandsProps {
  heading: string;
  list: readonly Registered[];
  finish: Finish;
}

function Commands({ heading, list, finish }: CommandsProps) {
  const t = useT();
  if (list.length === 0) return null;
  return (
    <Command.Group heading={heading}>
      {list.map((command) => {
        const name = t(command.label, command.values);
        const page = command.id.startsWith("go.") ? command.id.slice(3) : null;
        const Icon = page ? pageOf(page as "overview").icon : Zap;
        return (
          <Command.Item
            key={command.id}
            value={command.id}
            keywords={[name, heading]}
            disabled={command.unavailable !== undefined}
            onSelect={() => finish(command.run)}
          >
            <Icon className="ico" aria-hidden="true" />
            <span className="grow clip">{name}</span>
            <Key command={command.id} />
          </Command.Item>
        );
      })}
    </Command.Group>
  );
}

function Applications({ finish }: { finish: Finish }) {
  const t = useT();
  const app = useApp();
  const choose = useChooseApp();
  const others = (useApps().data ?? []).filter((one) => one.app !== app);
  if (others.length === 0) return null;
  return (
    <Command.Group heading={t("app.paletteApps")}>
      {others.map((one) => (
        <Command.Item
          key={one.app}
          value={`app:${one.app}`}
          keywords={[one.app, t("app.application")]}
          onSelect={() => finish(() => choose(one.app))}
        >
          <AppWindow className="ico" aria-hidden="true" />
          <span className="grow clip">{one.app}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

const SHORTEST = 2;
const FEW = 5;

/** The newest traces in which the words stand, and all of them on the page of traces. */
function Traces({ text, finish }: { text: string; finish: Finish }) {
  const t = useT();
  const go = useGo();
  const app = useApp();
  const words = useDeferredValue(text);
  const filter = `"${words.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  const query = { app, filter, limit: FEW };
  const enabled = app !== "" && words.length >= SHORTEST;
  const { data } = useGet("/api/rows", { params: { query } }, { enabled, retry: false });
  if (text.length < SHORTEST) return null;
  const rows = enabled ? (data?.rows ?? []) : [];
  return (
    // Always there, and last: what has the name that was typed comes first.
    <Command.Group heading={t("app.paletteTraces")} forceMount>
      {rows.map(({ span, input_preview }) => (
        <Command.Item
          key={span.span_id}
          value={`trace:${span.trace_id}.${span.span_id}`}
          forceMount
          onSelect={() => {
            const search = { app, span: span.span_id };
            finish(() => go("trace", { params: { trace: span.trace_id }, search }));
          }}
        >
          <ListTree className="ico" aria-hidden="true" />
          <span className="grow clip">{input_preview || span.name || span.operation}</span>
          <span className="mut small">
            <TimeAgo ns={span.start_ns} />
          </span>
        </Command.Item>
      ))}
      <Command.Item
        value="search-traces"
        forceMount
        onSelect={() => finish(() => go("traces", { search: { filter } }))}
      >
        <Search className="ico" aria-hidden="true" />
        <span className="grow clip">{t("app.searchTraces", { text })}</span>
      </Command.Item>
    </Command.Group>
  );
}
