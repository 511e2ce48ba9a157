import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import "./charts.css";

export type Cell = "tp" | "fp" | "fn" | "tn";

interface ConfusionMatrixProps {
  tp: number;
  fp: number;
  fn: number;
  tn: number;
  onCell: (cell: Cell) => void;
  selected?: Cell | null;
}

const RIGHT: Record<Cell, boolean> = { tp: true, tn: true, fp: false, fn: false };

/** What people said against what a check said. Each cell leads to the outputs in it. */
export function ConfusionMatrix({ onCell, selected, ...counts }: ConfusionMatrixProps) {
  const t = useT();
  const f = useFormat();
  const all = counts.tp + counts.fp + counts.fn + counts.tn;
  const cell = (name: Cell) => (
    <td>
      <button
        type="button"
        className="matrix-cell"
        data-right={RIGHT[name]}
        aria-pressed={selected === name}
        onClick={() => onCell(name)}
      >
        <b className="num">{f.number(counts[name])}</b>
        <span>{t(`ui.${name}`)}</span>
        <i
          className="matrix-share"
          style={{ transform: `scaleX(${all > 0 ? counts[name] / all : 0})` }}
          aria-hidden="true"
        />
      </button>
    </td>
  );
  return (
    <table className="matrix">
      <thead>
        <tr>
          <td />
          <th scope="col">{t("ui.checkFails")}</th>
          <th scope="col">{t("ui.checkPasses")}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t("ui.peopleBad")}</th>
          {cell("tp")}
          {cell("fn")}
        </tr>
        <tr>
          <th scope="row">{t("ui.peopleGood")}</th>
          {cell("fp")}
          {cell("tn")}
        </tr>
      </tbody>
    </table>
  );
}
