import { useMemo } from "react";
import { type MessageKey, useT } from "@/i18n";
import { useSetting } from "@/lib/settings";
import { Dialog } from "@/ui/Dialog";
import { Key } from "@/ui/Key";
import { firstKeys, useCommandTable } from "./keys";
import type { Registered } from "./keys/table";
import "./sheet.css";

/** Every key that works now, from the table that the handler reads. */
export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useT();
  const table = useCommandTable();
  const [singleKeys] = useSetting("singleKeys");
  const groups = useMemo(() => byScope(table), [table]);
  return (
    <Dialog open={open} onClose={onClose} title={t("app.keys")} wide text>
      <p className="mut small">{t(singleKeys ? "app.keysTyping" : "app.keysOff")}</p>
      <div className="sheet">
        {groups.map(([scope, commands]) => (
          <section key={scope}>
            <h3>{t(scope)}</h3>
            <dl>
              {commands.map((command) => (
                <div key={command.id}>
                  <dt>
                    {t(command.label, command.values)}
                    {command.unavailable && (
                      <small className="mut sheet-why">{command.unavailable}</small>
                    )}
                  </dt>
                  <dd>
                    <Key command={command.id} />
                    <span className="sr">{firstKeys(command)}</span>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function byScope(table: readonly Registered[]): [MessageKey, Registered[]][] {
  const groups = new Map<MessageKey, Registered[]>();
  for (const command of table) {
    if (firstKeys(command) === undefined) continue;
    groups.set(command.scope, [...(groups.get(command.scope) ?? []), command]);
  }
  return [...groups];
}
