import { Columns3, PanelLeft } from "lucide-react";
import { useRef } from "react";
import { useCommands } from "@/app/keys";
import { useT } from "@/i18n";
import { useSetting } from "@/lib/settings";
import { IconButton } from "@/ui/Button";
import { Segmented } from "@/ui/Field";
import { Menu } from "@/ui/Menu";
import { COLUMNS } from "./columns";
import { FilterBox } from "./FilterBox";
import type { ListState } from "./list";
import type { Asked } from "./server";

/** Above the list: the filter, and what is listed in which order and columns. */

interface ToolsProps {
  asked: Asked;
  state: ListState;
  onState: (change: Partial<ListState>) => void;
  onFilter: (filter: string) => void;
  facets: boolean;
  onFacets: (shown: boolean) => void;
}

export function Tools({ asked, state, onState, onFilter, facets, onFacets }: ToolsProps) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const { order, spans } = state;
  useCommands("traces.title", [
    { id: "traces.filter", keys: "/", label: "traces.filter", run: () => input.current?.select() },
    {
      id: "traces.order",
      keys: "o",
      label: order === "newest" ? "traces.orderOldest" : "traces.orderNewest",
      run: () => onState({ order: order === "newest" ? "oldest" : "newest" }),
    },
    {
      id: "traces.spans",
      keys: "s",
      label: spans ? "traces.onlyTraces" : "traces.allSpans",
      run: () => onState({ spans: !spans }),
    },
    {
      id: "traces.facetsToggle",
      keys: "f",
      label: "traces.facetsToggle",
      run: () => onFacets(!facets),
    },
  ]);
  return (
    <div className="traces-tools">
      <IconButton icon={PanelLeft} command="traces.facetsToggle" pressed={facets} />
      <FilterBox asked={asked} filter={state.filter} onFilter={onFilter} input={input} />
      <Segmented
        label={t("traces.which")}
        value={spans ? "spans" : "traces"}
        options={[
          { value: "traces", label: t("traces.title") },
          { value: "spans", label: t("traces.allSpans") },
        ]}
        onChange={(which) => onState({ spans: which === "spans" })}
      />
      <Segmented
        label={t("traces.order")}
        value={order}
        options={[
          { value: "newest", label: t("traces.orderNewest") },
          { value: "oldest", label: t("traces.orderOldest") },
        ]}
        onChange={(wanted) => onState({ order: wanted })}
      />
      <Columns />
    </div>
  );
}

function Columns() {
  const t = useT();
  const [kept, setKept] = useSetting("traces");
  const items = COLUMNS.filter((column) => column.id !== "name").map((column) => {
    const hidden = kept.hidden.includes(column.id);
    const rest = kept.hidden.filter((id) => id !== column.id);
    const onSelect = () => setKept({ ...kept, hidden: hidden ? rest : [...rest, column.id] });
    return { id: column.id, label: t(column.label), checked: !hidden, onSelect };
  });
  const trigger = <IconButton icon={Columns3} label={t("traces.columns")} />;
  return <Menu trigger={trigger} items={items} />;
}
