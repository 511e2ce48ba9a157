import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { Key } from "./Key";
import "./controls.css";

export interface Tab {
  id: string;
  label: string;
  count?: string;
  /** The key of the command that opens it, for its badge. */
  keys?: string;
}

interface TabsProps {
  label: string;
  tabs: readonly Tab[];
  active: string;
  onChange: (id: string) => void;
  /** The content of the active tab. */
  children?: ReactNode;
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

export function Tabs({ label, tabs, active, onChange, children }: TabsProps) {
  const id = useId();
  const bar = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.id === active);
    const step = STEPS[event.key];
    const ends: Record<string, number> = { Home: 0, End: tabs.length - 1 };
    const target = step ? (at + step + tabs.length) % tabs.length : ends[event.key];
    const next = target === undefined ? undefined : tabs[target];
    if (!next) return;
    event.preventDefault();
    onChange(next.id);
    bar.current?.querySelector<HTMLElement>(`#${CSS.escape(`${id}-${next.id}`)}`)?.focus();
  };
  return (
    <div className="tabs">
      <div className="tabs-bar" role="tablist" aria-label={label} ref={bar}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${id}-${tab.id}`}
            type="button"
            role="tab"
            className="tab"
            aria-selected={tab.id === active}
            aria-controls={`${id}-panel`}
            tabIndex={tab.id === active ? 0 : -1}
            onClick={() => onChange(tab.id)}
            onKeyDown={move}
          >
            {tab.label}
            {tab.count && <span className="tab-count num">{tab.count}</span>}
            {tab.keys && <Key keys={tab.keys} />}
          </button>
        ))}
      </div>
      <div
        className="tabs-panel"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${active}`}
      >
        {children}
      </div>
    </div>
  );
}
