/** The rows that a page shows as files, made in the browser from what it already has. */

export type Value = string | number | boolean | null | undefined;
export type Row = Record<string, Value>;

/** What a spreadsheet would run as a formula is text: it gets an apostrophe in front. */
function cell(value: Value): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function asCsv(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const lines = rows.map((row) => names.map((name) => cell(row[name])).join(","));
  return `${[names.map(cell).join(","), ...lines].join("\r\n")}\r\n`;
}

export function asJsonl(rows: readonly Row[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

const TYPES = { csv: "text/csv", jsonl: "application/x-ndjson" };

/** Gives the rows to the person as a file. */
export function download(name: string, rows: readonly Row[], format: keyof typeof TYPES): void {
  const text = format === "csv" ? `\ufeff${asCsv(rows)}` : asJsonl(rows);
  downloadText(`${name}.${format}`, text, TYPES[format]);
}

/** Gives a text to the person as a file. */
export function downloadText(name: string, text: string, type = "text/plain"): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // the browser has begun to read it by then
}
