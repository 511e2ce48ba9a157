import { expect, test } from "vitest";
import { en } from "./en";
import { formatsOf } from "./format";
import { fill } from "./message";
import { zh } from "./zh";

const features = import.meta.glob<{ en: Record<string, string> }>("./en/*.ts", { eager: true });
const names = (text: string) => [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name);

test("both languages have the same keys", () => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
});

test("every key begins with the name of its file, so that no two features share one", () => {
  for (const [path, { en: words }] of Object.entries(features)) {
    const feature = /([^/]+)\.ts$/.exec(path)?.[1];
    if (feature === "index") continue;
    const strangers = Object.keys(words).filter((key) => !key.startsWith(`${feature}.`));
    expect(strangers).toEqual([]);
  }
});

test("a Chinese text needs no value that the English one does not get", () => {
  for (const [key, text] of Object.entries(zh)) {
    const given = names(en[key as keyof typeof en]);
    expect(names(text).filter((name) => !given.includes(name))).toEqual([]);
  }
});

test("Chinese texts have the punctuation of Chinese", () => {
  const narrow = Object.entries(zh).filter(([, text]) => /[一-鿿][,;:?!]|[,;?!][一-鿿]/.test(text));
  expect(narrow).toEqual([]);
});

test("numbers and plurals follow the language", () => {
  const pattern = "{n} {n:trace|traces} in {app}";
  expect(fill(pattern, { n: 1, app: "a" }, "en")).toBe("1 trace in a");
  expect(fill(pattern, { n: 12_345, app: "a" }, "en")).toBe("12,345 traces in a");
  expect(fill("{app} 里有 {n} 条", { n: 12_345, app: "a" }, "zh")).toBe("a 里有 12,345 条");
});

test("the words of a plural may hold values", () => {
  expect(fill("{n:one|These {n}} {n:fails|fail}", { n: 3 }, "en")).toBe("These 3 fail");
});

test("a value that was forgotten stays visible", () => {
  expect(fill("{n} left", {}, "en")).toBe("{n} left");
});

const f = formatsOf("en", () => 1_700_000_000_000);

test("durations are as exact as they are short", () => {
  expect(f.duration(412_000)).toBe("0.41 ms");
  expect(f.duration(412_000_000)).toBe("412 ms");
  expect(f.duration(2_610_000_000)).toBe("2.61 s");
  expect(f.duration(61_000_000_000)).toBe("1 min 1 s");
});

test("a minute is never 60 seconds", () => {
  expect(f.duration(119_600_000_000)).toBe("2 min 0 s");
});

test("what is unknown is a dash, not zero", () => {
  expect([f.duration(null), f.cost(undefined), f.percent(Number.NaN)]).toEqual(["–", "–", "–"]);
});

test("small costs keep their digits", () => {
  expect([f.cost(0.0015123), f.cost(12.5), f.cost(0)]).toEqual(["$0.00151", "$12.50", "$0.00"]);
});

test("numbers of a column have as many digits as their neighbours", () => {
  expect([f.cost(0.0012, true), f.cost(0.00151, true)]).toEqual(["$0.00120", "$0.00151"]);
  expect([f.duration(1.2e9, true), f.duration(1.99e9, true)]).toEqual(["1.20 s", "1.99 s"]);
});

test("times are told from now", () => {
  expect(f.relative(1_699_999_820_000 * 1e6)).toBe("3 min. ago");
  expect(formatsOf("zh", () => 1_700_000_000_000).relative(1_699_999_820_000 * 1e6)).toBe(
    "3分钟前",
  );
});

const SEPTEMBER = Date.parse("2026-09-14T18:02:00") * 1e6;
const NOVEMBER = Date.parse("2026-11-25T09:00:00");

test("what is older than a day has its day and its time of day", () => {
  expect(formatsOf("en", () => NOVEMBER).relative(SEPTEMBER)).toBe("Sep 14 18:02");
  expect(formatsOf("zh", () => NOVEMBER).relative(SEPTEMBER)).toBe("9月14日 18:02");
});

test("the year stands there where it is another one", () => {
  const later = NOVEMBER + 365 * 86_400_000;
  expect(formatsOf("en", () => later).relative(SEPTEMBER)).toBe("Sep 14, 2026 18:02");
  expect(formatsOf("zh", () => later).moment(SEPTEMBER)).toBe("2026年9月14日 18:02");
});

test("an exact time says its seconds and its zone", () => {
  const zone = new Intl.DateTimeFormat("en", { timeZoneName: "short" })
    .formatToParts(SEPTEMBER / 1e6)
    .find(({ type }) => type === "timeZoneName")?.value;
  expect(f.exact(SEPTEMBER)).toBe(`Sep 14, 2026, 18:02:00 ${zone}`);
});
