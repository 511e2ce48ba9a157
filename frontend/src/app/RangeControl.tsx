import { CalendarRange } from "lucide-react";
import { useState } from "react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Button } from "@/ui/Button";
import { Key } from "@/ui/Key";
import { Menu } from "@/ui/Menu";
import { useCommands } from "./keys";
import { PRESETS, type Preset, useRange } from "./range";

/** The time range in the top bar, and its keys. Pages that have one ask for it: `<Page range>`. */
export function RangeControl() {
  const t = useT();
  const f = useFormat();
  const range = useRange();
  const [open, setOpen] = useState(false);
  const at = PRESETS.indexOf(range.preset as Preset);
  const { since_ns: since, until_ns: until } = range;
  const width = since === null ? null : (until ?? Date.now() * 1e6) - since;
  const step = (by: number) => {
    const next = PRESETS[at + by];
    if (next) range.setPreset(next);
  };
  const move = (by: number) => {
    if (since === null || width === null) return;
    const end = (until ?? Date.now() * 1e6) + by * width;
    range.setBetween(end - width, end);
  };
  const ends = t("app.rangeEnds");
  const wider = at >= 0 && at < PRESETS.length - 1 ? undefined : ends;
  const narrower = at > 0 ? undefined : ends;
  const earlier = width === null ? ends : undefined;
  const later = until === null ? ends : undefined;
  useCommands("app.range", [
    { id: "range.open", keys: "t t", label: "app.rangeOpen", run: () => setOpen(true) },
    {
      id: "range.wider",
      keys: ["t +", "t ="],
      label: "app.rangeWider",
      run: () => step(1),
      unavailable: wider,
    },
    {
      id: "range.narrower",
      keys: "t -",
      label: "app.rangeNarrower",
      run: () => step(-1),
      unavailable: narrower,
    },
    {
      id: "range.earlier",
      keys: "t left",
      label: "app.rangeEarlier",
      run: () => move(-0.5),
      unavailable: earlier,
    },
    {
      id: "range.later",
      keys: "t right",
      label: "app.rangeLater",
      run: () => move(0.5),
      unavailable: later,
    },
  ]);
  const items = PRESETS.map((preset) => ({
    id: preset,
    label: t(`app.range.${preset}`),
    checked: preset === range.preset,
    onSelect: () => range.setPreset(preset),
  }));
  const name =
    range.preset === "custom"
      ? t("app.range.custom", { from: f.moment(since), to: f.moment(until) })
      : t(`app.range.${range.preset}`);
  return (
    <Menu
      items={items}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button icon={CalendarRange} aria-label={`${t("app.range")}: ${name}`}>
          <span className="num">{name}</span>
          <Key command="range.open" />
        </Button>
      }
    />
  );
}
