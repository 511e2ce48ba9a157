import { Play, Plus } from "lucide-react";
import { useApp } from "@/app/application";
import { useCommands } from "@/app/keys";
import { useMe } from "@/app/me";
import { useT } from "@/i18n";
import { shell } from "@/lib/shell";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/States";
import { toast } from "@/ui/toast";
import { runChecks } from "../server";

/** No check has judged yet: the usual ones can be run from here. */
export function NoChecks() {
  const t = useT();
  const app = useApp();
  const me = useMe();
  const run = async () => {
    try {
      await runChecks(app, null);
    } catch (error) {
      toast({ text: error instanceof Error ? error.message : String(error), kind: "error" });
    }
  };
  useCommands("criteria.checksTitle", [
    {
      id: "criteria.runAll",
      keys: "r",
      label: "criteria.runAll",
      run: () => void run(),
      unavailable: me.why("reviewer"),
    },
  ]);
  return (
    <EmptyState
      title={t("criteria.noChecks")}
      command={`genchi check --app ${shell(app)}`}
      action={
        <>
          <Button command="criteria.runAll" kind="primary" icon={Play} />
          <Button command="criteria.addCheck" icon={Plus} />
        </>
      }
    >
      {t("criteria.noChecksText")}
    </EmptyState>
  );
}
