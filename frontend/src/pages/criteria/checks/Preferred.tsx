import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Card } from "@/ui/Card";
import { type Column, Table } from "@/ui/Table";
import { Download } from "../Download";
import { Share } from "../Measure";
import { preferenceRows } from "../rows";
import type { ComparedPairs } from "../server";

interface PreferredProps {
  criterion: string;
  preferences: ComparedPairs;
}

type Compared = ComparedPairs["checks"][number];

/** Of two answers, does a check prefer the one that people prefer? */
export function Preferred({ criterion, preferences }: PreferredProps) {
  const t = useT();
  const f = useFormat();
  const { labels, pairs, decided } = preferences;
  const columns: Column<Compared>[] = [
    { id: "check", header: t("criteria.check"), cell: ({ check }) => <code>{check}</code> },
    {
      id: "agree",
      header: t("criteria.prefers"),
      cell: ({ agree, agree_interval }) => (
        <Share
          label={t("criteria.prefers")}
          value={agree}
          limits={agree_interval}
          why={t("criteria.tellsNone")}
        />
      ),
    },
    {
      id: "p",
      header: t("criteria.signTest"),
      cell: ({ p_adjusted }) => <span className="num">{f.number(p_adjusted)}</span>,
    },
    {
      id: "told",
      header: t("criteria.toldApart"),
      cell: ({ told, alike }) => (
        <span className="num">{t("criteria.toldOf", { told, judged: told + alike })}</span>
      ),
    },
  ];
  const rows = [...preferences.checks].sort((a, b) => surely(b) - surely(a));
  return (
    <Card
      flush
      title={t("criteria.preferences")}
      actions={
        <Download criterion={criterion} what="preferences" rows={preferenceRows(preferences)} />
      }
    >
      <p className="criteria-lead">
        {t("criteria.preferencesFacts", { labels, pairs, decided })} {t("criteria.preferencesHelp")}
      </p>
      {decided > 0 && (
        <Table
          caption={t("criteria.preferences")}
          columns={columns}
          rows={rows}
          rowKey={({ check }) => check}
        />
      )}
    </Card>
  );
}

/** By the lower limit: one pair that it is right about does not make a check the best. */
function surely({ agree_interval }: Compared): number {
  return agree_interval?.[0] ?? -1;
}
