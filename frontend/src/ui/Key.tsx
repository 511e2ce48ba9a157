import { Fragment } from "react";
import { firstKeys, useCommand, useCommandTable } from "@/app/keys";
import { isSingle, shown } from "@/app/keys/matching";
import { useT } from "@/i18n";
import { useSetting } from "@/lib/settings";
import "./key.css";

type KeyProps = { command: string; keys?: undefined } | { keys: string; command?: undefined };

/** The badge of a key. It is not there while the key does nothing. */
export function Key({ command, keys }: KeyProps) {
  const found = useCommand(command);
  const [singleKeys] = useSetting("singleKeys");
  const wanted = keys ?? firstKeys(found);
  if (!wanted || (!singleKeys && isSingle(wanted))) return null;
  return (
    <span className="key" aria-hidden="true">
      {shown(wanted).map((chord) => (
        <Fragment key={chord.join()}>
          {chord.map((part) => (
            <kbd key={part}>{part}</kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

/** A line of keys and what they do, for the foot of a page. */
export function KeyHints({ ids }: { ids: readonly string[] }) {
  const t = useT();
  const table = useCommandTable();
  return ids.map((id) => {
    const command = table.find((one) => one.id === id);
    if (!command) return null;
    return (
      <span key={id} className="key-hint">
        <Key command={id} />
        {t(command.label, command.values)}
      </span>
    );
  });
}
