import { expect, test } from "vitest";
import { asCsv, asJsonl } from "./tabular";

test("a spreadsheet gets every column that any row has, quoted where it must be", () => {
  const rows = [
    { a: 1, b: 'say "好", then\nstop' },
    { a: null, c: true },
  ];
  expect(asCsv(rows)).toBe('a,b,c\r\n1,"say ""好"", then\nstop",\r\n,,true\r\n');
});

test("a text that a spreadsheet would run as a formula stays a text; a number stays a number", () => {
  expect(asCsv([{ text: "=1+1", number: -2 }])).toBe("text,number\r\n'=1+1,-2\r\n");
});

test("JSON Lines has a value on each line", () => {
  expect(asJsonl([{ a: 1 }, { a: "二" }])).toBe('{"a":1}\n{"a":"二"}\n');
});
