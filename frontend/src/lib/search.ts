/** The part of the address behind `?`: flat text, as a person would write it. */

export type Search = Record<string, string | undefined>;

export function parseSearch(raw: string): Search {
  return Object.fromEntries(new URLSearchParams(raw));
}

export function printSearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === "string" && value !== "") params.set(name, value);
  }
  const printed = params.toString();
  return printed && `?${printed}`;
}

/** Whatever a link may hold, what is left are texts: pages read them with the fields they declare. */
export function onlyTexts(search: Record<string, unknown>): Search {
  return Object.fromEntries(
    Object.entries(search).filter((entry): entry is [string, string] => {
      return typeof entry[1] === "string";
    }),
  );
}
