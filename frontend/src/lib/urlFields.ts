/** How a piece of a page's state is written in the address, and read back from whatever is there. */

export interface Field<T> {
  read(raw: string | undefined): T;
  /** undefined: the value is the usual one, and stays out of the address. */
  write(value: T): string | undefined;
}

export type Fields = Record<string, Field<unknown>>;
export type StateOf<F> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never };

export function text(usual = ""): Field<string> {
  return { read: (raw) => raw ?? usual, write: (value) => (value === usual ? undefined : value) };
}

export function flag(usual = false): Field<boolean> {
  return {
    read: (raw) => (raw === undefined ? usual : raw === "1"),
    write: (value) => (value === usual ? undefined : value ? "1" : "0"),
  };
}

export function integer(usual: number): Field<number> {
  return {
    read: (raw) => (raw !== undefined && /^-?\d{1,15}$/.test(raw) ? Number(raw) : usual),
    write: (value) => (value === usual ? undefined : String(value)),
  };
}

/** One of a few words; anything else in the address means the first. */
export function oneOf<const W extends readonly [string, ...string[]]>(
  ...words: W
): Field<W[number]> {
  return {
    read: (raw) => words.find((word) => word === raw) ?? words[0],
    write: (value) => (value === words[0] ? undefined : value),
  };
}

/** Several texts; a comma within one is escaped. */
export function list(): Field<string[]> {
  return {
    read: (raw) => (raw ? raw.split(",").map(unescaped) : []),
    write: (values) => (values.length ? values.map(escaped).join(",") : undefined),
  };
}

function escaped(value: string): string {
  return value.replaceAll("~", "~t").replaceAll(",", "~c");
}

function unescaped(value: string): string {
  return value.replaceAll("~c", ",").replaceAll("~t", "~");
}

export function readAll<F extends Fields>(
  fields: F,
  search: Record<string, string | undefined>,
): StateOf<F> {
  const state: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) state[name] = field.read(search[name]);
  return state as StateOf<F>;
}

export function writeAll(
  fields: Fields,
  change: Record<string, unknown>,
): Record<string, string | undefined> {
  const search: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(change)) search[name] = fields[name]?.write(value);
  return search;
}
