import { useApp } from "@/app/application";
import { useT } from "@/i18n";
import { useLanguage } from "@/i18n/language";
import { QueryView } from "@/ui/States";
import { Items, placeOf } from "./Items";
import { useProposing } from "./Propose";
import { askedOf, type Cell, type CellName, type Criterion, useItems } from "./server";
import { ANY, type Change, CLOSED, type State } from "./state";
import { failureOf, titleOf } from "./words";

interface CellItemsProps {
  criterion: Criterion;
  state: State;
  setState: Change;
  cell: CellName;
}

/** The outputs in one cell: of the four that people and a check make, or of the matrix. */
export function CellItems({ criterion, state, setState, cell }: CellItemsProps) {
  const t = useT();
  const app = useApp();
  const language = useLanguage();
  const { check, failure } = state;
  const place: Cell = {
    criterion: criterion.name,
    check,
    cell,
    ...(failure === ANY ? {} : { failure }),
  };
  const query = useItems(place);
  const named = useFailureTitle(criterion);
  const reason = criterion.reasons.find(({ name }) => name === failure);
  const unknown = { name: failure, title: failure, title_zh: "" };
  const which = failure === ANY ? "" : failureOf(reason ?? unknown, language, t);
  const title = (
    <>
      <code>{check}</code> · {t(`criteria.cell.${cell}`)}
      {which && ` · ${which}`}
    </>
  );
  const found = query.data?.items ?? [];
  const bad = cell === "fn" || cell === "tp";
  const open = bad ? found[placeOf(found, state.item)] : undefined;
  const proposing = useProposing(criterion.name, open);
  const asked = new URLSearchParams(
    Object.entries(askedOf(app, place)).map(([name, value]) => [name, String(value)]),
  );
  return (
    <QueryView query={query} isEmpty={() => false}>
      {() => (
        <>
          <Items
            criterion={criterion.name}
            what={cell}
            curl={`/api/alignment/items?${asked}`}
            title={title}
            items={found}
            n={query.data?.n ?? 0}
            open={state.item}
            onOpen={(item) => setState({ item }, { replace: true })}
            onBack={() => setState(CLOSED)}
            failureTitle={named}
            {...(bad ? { actions: proposing.action } : {})}
          />
          {proposing.panel}
        </>
      )}
    </QueryView>
  );
}

/** The title of a reason by its name, in the language of the reader. */
export function useFailureTitle(criterion: Criterion): (name: string) => string {
  const language = useLanguage();
  return (name) => {
    const reason = criterion.reasons.find((one) => one.name === name);
    return reason ? titleOf(reason, language) : name;
  };
}
