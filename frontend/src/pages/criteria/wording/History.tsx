import { useMemo } from "react";
import { useT } from "@/i18n";
import { difference } from "@/lib/diff";
import { Card } from "@/ui/Card";
import { Parts } from "@/ui/Diff";
import { TimeAgo } from "@/ui/TimeAgo";
import type { Criterion } from "../server";

/** How the sentence changed. Labels given under an older wording may mean something else. */
export function History({ wordings }: Pick<Criterion, "wordings">) {
  const t = useT();
  const newest = [...wordings].sort((a, b) => b.created_ns - a.created_ns);
  return (
    <Card title={t("criteria.history")}>
      {newest.length === 0 ? (
        <p className="mut">{t("criteria.historyNone")}</p>
      ) : (
        <ol className="criteria-history">
          {newest.map((wording, at) => (
            <li key={wording.created_ns}>
              <TimeAgo ns={wording.created_ns} />
              <Changed statement={wording.statement} before={newest[at + 1]?.statement} />
            </li>
          ))}
        </ol>
      )}
      {newest.length > 1 && <p className="mut small">{t("criteria.historyHelp")}</p>}
    </Card>
  );
}

/** A wording, with the words marked that the one before did not have, and those it had under it. */
function Changed({ statement, before }: { statement: string; before: string | undefined }) {
  const t = useT();
  const found = useMemo(() => {
    return before === undefined ? null : difference(before, statement);
  }, [before, statement]);
  if (!found) return <p>{statement}</p>;
  return (
    <>
      <p>
        <Parts parts={found.after} as="ins" />
      </p>
      <p className="criteria-was">
        <span>{t("criteria.was")}</span> <Parts parts={found.before} as="del" />
      </p>
    </>
  );
}
