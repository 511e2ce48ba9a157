import { useT } from "@/i18n";
import { useFailureTitle } from "./CellItems";
import { Items, placeOf } from "./Items";
import { useProposing } from "./Propose";
import type { Alignment, Criterion } from "./server";
import type { Change, State } from "./state";

interface BlindSpotsProps {
  criterion: Criterion;
  alignment: Alignment;
  state: State;
  setState: Change;
}

/** Bad outputs that no check catches which agrees better than chance: a check is missing for each. */
export function BlindSpots({ criterion, alignment, state, setState }: BlindSpotsProps) {
  const t = useT();
  const named = useFailureTitle(criterion);
  const spots = alignment.blind_spots;
  const proposing = useProposing(criterion.name, spots[placeOf(spots, state.item)]);
  return (
    <>
      <p className="criteria-lead-top">{t("criteria.blindHelp")}</p>
      <Items
        criterion={criterion.name}
        what="blind-spots"
        title={t("criteria.blindTitle", { n: alignment.uncaught.length, bad: alignment.bad })}
        items={spots}
        open={state.item}
        onOpen={(item) => setState({ item }, { replace: true })}
        empty={t("criteria.blindNone")}
        failureTitle={named}
        actions={proposing.action}
      />
      {proposing.panel}
    </>
  );
}
