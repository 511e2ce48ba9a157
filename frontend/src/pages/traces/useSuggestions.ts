import { useMemo } from "react";
import { type MessageKey, useT } from "@/i18n";
import { en } from "@/i18n/en/traces";
import { useGet } from "@/lib/queries";
import { useSetting } from "@/lib/settings";
import { joined, termsOf, typingAt, withoutTerm } from "./filterText";
import { type Asked, type FilterField, useFacets, useFilterFields } from "./server";
import { fieldToAsk, type Suggestion, suggestions } from "./suggestions";

const VALUES = 50;

/** What a field is, in the language of the page where it has words for it. */
export function useAbout(): (field: FilterField) => string {
  const t = useT();
  return useMemo(() => {
    return (field) => {
      const [kind = ""] = field.name.split(".");
      const key = `traces.field.${kind}`;
      return key in en ? t(key as MessageKey) : field.about;
    };
  }, [t]);
}

/** The suggestions at the cursor, with values that this application has. */
export function useSuggestions(
  asked: Asked,
  criteria: readonly string[],
  text: string,
  cursor: number,
  open: boolean,
): Suggestion[] {
  const about = useAbout();
  const [{ recent }] = useSetting("traces");
  const { data: fields = [] } = useFilterFields();
  const typing = typingAt(text, cursor);
  const field = fieldToAsk(typing, fields);
  // Values are those that are left by the other conditions; half a condition is not one.
  const term = termsOf(text).find((one) => one.start <= typing.start && typing.start <= one.end);
  const rest = term ? withoutTerm(text, term) : text;
  const valid = rest.trim() === "" || asked.filter.includes(rest.trim());
  const filter = valid ? joined(rest, rangeOf(asked.filter)) : rangeOf(asked.filter);
  const facets = useFacets(
    { ...asked, filter, all_spans: true },
    field ?? "",
    VALUES,
    open && field !== null,
  );
  const checks = useChecks(asked.app, open && /check\./i.test(text));
  return useMemo(() => {
    if (!open) return [];
    const facet = facets.data?.find((one) => one.field === field);
    const values = facet?.values ?? [];
    return suggestions(text, cursor, { fields, criteria, checks, recent, values, about });
  }, [open, text, cursor, fields, criteria, checks, recent, facets.data, field, about]);
}

/** The time range within a filter: the last of its conditions. */
function rangeOf(filter: string): string {
  const last = termsOf(filter).at(-1);
  return last?.field === "time" ? filter.slice(last.start, last.end) : "";
}

const NONE: readonly string[] = [];

function useChecks(app: string, enabled: boolean): readonly string[] {
  const query = { app };
  const { data } = useGet("/api/checks", { params: { query } }, { enabled: enabled && app !== "" });
  return useMemo(() => {
    const judged = data?.filter(({ verdicts }) => Object.values(verdicts).some((n) => n > 0));
    return judged?.map((one) => one.spec) ?? NONE;
  }, [data]);
}
