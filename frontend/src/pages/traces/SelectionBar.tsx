import { ListChecks, X } from "lucide-react";
import { useT } from "@/i18n";
import { Button } from "@/ui/Button";

/** What can be done with the rows that were selected. */
export function SelectionBar({ number }: { number: number }) {
  const t = useT();
  if (number === 0) return null;
  return (
    <div className="selection" role="toolbar" aria-label={t("traces.selected", { n: number })}>
      <strong className="num">{t("traces.selected", { n: number })}</strong>
      <Button command="traces.queue" icon={ListChecks} kind="primary" size="s" />
      <Button command="traces.copyIds" size="s" />
      <Button command="traces.clear" icon={X} kind="ghost" size="s" />
    </div>
  );
}
