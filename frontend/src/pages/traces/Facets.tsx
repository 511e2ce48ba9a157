import { memo, useState } from "react";
import { type MessageKey, useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import type { Facet } from "@/lib/types";
import { chosen, toggled, without } from "./filterText";
import { type Asked, useFacets } from "./server";

/** What the listed spans are, by a few fields, with counts. A click asks for a value or no longer. */

export const FACET_FIELDS = [
  "status",
  "name",
  "model",
  "prompt_version",
  "operation",
  "user",
] as const;
type FacetField = (typeof FACET_FIELDS)[number];
const FEW = 6;
const MORE = 30;

interface FacetsProps {
  asked: Asked;
  /** The filter as typed, without the time range. */
  filter: string;
  enabled: boolean;
  onFilter: (filter: string) => void;
}

export const Facets = memo(({ asked, filter, enabled, onFilter }: FacetsProps) => {
  const t = useT();
  const free = FACET_FIELDS.filter((field) => chosen(filter, field).length === 0);
  const { data } = useFacets(asked, free.join(), FEW, enabled);
  return (
    <nav className="traces-facets" aria-label={t("traces.facets")}>
      {FACET_FIELDS.map((field) => {
        const props = { key: field, field, asked, filter, enabled, onFilter };
        const { key, ...rest } = props;
        if (!free.includes(field)) return <Chosen key={key} {...rest} />;
        const facet = data?.find((one) => one.field === field);
        return facet ? <Section key={key} {...rest} facet={facet} /> : null;
      })}
    </nav>
  );
});

type OneFacet = FacetsProps & { field: FacetField };

/** Of a field that is asked for, all values are counted: those that were not chosen could be, too. */
function Chosen(props: OneFacet) {
  const { asked, field, enabled } = props;
  const query = useFacets({ ...asked, filter: without(asked.filter, field) }, field, FEW, enabled);
  const facet = query.data?.find((one) => one.field === field);
  return facet ? <Section {...props} facet={facet} /> : null;
}

function Section({ asked, filter, field, facet, enabled, onFilter }: OneFacet & { facet: Facet }) {
  const t = useT();
  const f = useFormat();
  const [open, setOpen] = useState(false);
  const more = useFacets(
    { ...asked, filter: without(asked.filter, field) },
    field,
    MORE,
    open && enabled,
  );
  const all = open ? (more.data?.find((one) => one.field === field) ?? facet) : facet;
  const held = chosen(filter, field);
  const listed = all.values.map((one) => one.value);
  const values = [
    ...held.filter((value) => !listed.includes(value)).map((value) => ({ value, count: null })),
    ...all.values,
  ];
  if (
    values.length === 0 ||
    (facet.values.length < 2 && held.length === 0 && facet.missing === 0 && field !== "name")
  ) {
    return null;
  }
  const most = Math.max(1, ...all.values.map((one) => one.count));
  return (
    <section>
      <h2>{t(`traces.field.${field}` as MessageKey)}</h2>
      <ul>
        {values.map(({ value, count }) => (
          <li key={value}>
            <button
              type="button"
              className="facet"
              aria-pressed={held.includes(value)}
              onClick={() => onFilter(toggled(filter, field, value))}
            >
              <span className="facet-share" style={{ width: `${((count ?? 0) / most) * 100}%` }} />
              <span className="clip grow">{value}</span>
              <span className="num facet-count">{count === null ? "" : f.compact(count)}</span>
            </button>
          </li>
        ))}
      </ul>
      {facet.other > 0 && (
        <button
          type="button"
          className="facet-more"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t(open ? "traces.facetLess" : "traces.facetMore", { n: facet.other })}
        </button>
      )}
    </section>
  );
}

/** How many there are, from the counts of a field that every span has. */
export function useCount(asked: Asked, enabled: boolean): number | null {
  const { data, isPlaceholderData } = useFacets(asked, "status", 2, enabled);
  const facet = data?.[0];
  if (!facet || isPlaceholderData) return null;
  return facet.values.reduce((n, one) => n + one.count, facet.other + facet.missing);
}
