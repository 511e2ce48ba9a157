import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Genchi } from "./snippet";
import { placeOf } from "./spans";

const TRACE = "ab".repeat(16);
const SPAN = "cd".repeat(8);
const NAME = `${TRACE}/${SPAN}`;

interface Got {
  path: string;
  init: RequestInit;
  key?: string;
  body: { app?: string; events: Record<string, unknown>[] };
}

/** Of each test its own: the scripts of earlier tests still listen to the page. */
let url = "";
let tests = 0;
let got: Got[];
/** What the server answers, one after the other; then 200. */
let answers: (number | "away")[];
let genchi: Genchi;

async function answer(path: string, init: RequestInit): Promise<Response> {
  if (!path.startsWith(`${url}/`)) return new Response("{}");
  const { authorization } = init.headers as Record<string, string>;
  got.push({ path, key: authorization, body: JSON.parse(String(init.body)), init });
  const next = answers.shift() ?? 200;
  if (next === "away") throw new TypeError("Failed to fetch");
  return new Response("{}", { status: next });
}

beforeEach(async () => {
  url = `http://genchi.test/${++tests}`;
  got = [];
  answers = [];
  vi.stubGlobal("fetch", answer);
  vi.spyOn(console, "warn").mockImplementation(() => {});
  document.body.innerHTML = "";
  vi.resetModules();
  await import("./snippet");
  genchi = (window as unknown as { genchi: Genchi }).genchi;
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const events = () => got.flatMap((one) => one.body.events);
const arrived = (count: number) => vi.waitFor(() => expect(events()).toHaveLength(count), 4000);

test("each call is an event of its own about the span", async () => {
  genchi.init({ url, app: "客服", key: "genchi_x", user: "梅" });
  genchi.thumbs(NAME, false, "不对");
  genchi.accepted(NAME);
  genchi.edited(NAME, "三十天", "十四天");
  genchi.edited(NAME, "same", "same");
  genchi.correction(NAME, "十四天", "helpful");
  genchi.verified(NAME, true, "helpful");
  genchi.comment(NAME, "好");
  for (const kind of ["ignored", "regenerated", "copied"] as const) genchi[kind](NAME);
  await genchi.flush();
  expect(got).toHaveLength(1);
  expect(got[0]).toMatchObject({
    path: `${url}/api/feedback`,
    key: "Bearer genchi_x",
    body: { app: "客服" },
  });
  expect(events().map(({ id, at_ms, ...rest }) => rest)).toEqual(
    [
      { kind: "thumbs", value: 0, text: "不对" },
      { kind: "accepted" },
      { kind: "edited", original: "三十天", text: "十四天" },
      { kind: "accepted" },
      { kind: "correction", text: "十四天", criterion: "helpful" },
      { kind: "verified", value: 1, criterion: "helpful" },
      { kind: "comment", text: "好" },
      { kind: "ignored" },
      { kind: "regenerated" },
      { kind: "copied" },
    ].map((event) => ({ trace_id: TRACE, span_id: SPAN, user: "梅", ...event })),
  );
  expect(new Set(events().map((event) => event.id)).size).toBe(10);
  expect(events().every((event) => /^[0-9a-f]{32}$/.test(String(event.id)))).toBe(true);
});

test("what was given before init, or at once, is sent without being asked", async () => {
  genchi.accepted(NAME);
  genchi.init({ url: `${url}/` });
  genchi.copied(NAME);
  await arrived(2);
  expect(got.every((one) => one.path === `${url}/api/feedback` && one.key === undefined)).toBe(
    true,
  );
});

test("a server that is away, overloaded or broken gets the same events later", async () => {
  answers = ["away", 503, 429];
  genchi.init({ url });
  genchi.accepted(NAME);
  for (let tries = 0; tries < 4; tries++) await genchi.flush();
  expect(got).toHaveLength(4);
  expect(new Set(events().map((event) => event.id)).size).toBe(1);
  await genchi.flush();
  expect(got).toHaveLength(4);
});

test("an event that the server refuses does not hold up the others", async () => {
  answers = [400, 200, 400, 200];
  genchi.init({ url });
  for (const text of ["a", "b", "c"]) genchi.comment(NAME, text);
  await genchi.flush();
  expect(got.map((one) => one.body.events.map((event) => event.text))).toEqual([
    ["a", "b", "c"],
    ["a"],
    ["b"],
    ["c"],
  ]);
  expect(console.warn).toHaveBeenCalledTimes(2);
});

test("a wrong key gives the batch up instead of asking for ever", async () => {
  answers = [401];
  genchi.init({ url });
  genchi.accepted(NAME);
  genchi.copied(NAME);
  await genchi.flush();
  genchi.ignored(NAME);
  await genchi.flush();
  expect(got.map((one) => one.body.events.length)).toEqual([2, 1]);
});

test("long texts go in several requests, and one that is too long without its texts", async () => {
  genchi.init({ url });
  for (let n = 0; n < 5; n++) genchi.comment(NAME, "退".repeat(5000));
  genchi.edited(NAME, "a".repeat(65_537), "b");
  await genchi.flush();
  expect(got.map((one) => one.body.events.length)).toEqual([1, 1, 1, 1, 2]);
  expect(events()[5]).not.toHaveProperty("text");
  expect(events()[5]).toMatchObject({ kind: "edited" });
});

test("a request that may outlive its page is as small as browsers allow, and carries no cookie", async () => {
  genchi.init({ url });
  genchi.comment(NAME, "退".repeat(20_001));
  genchi.accepted(NAME);
  await genchi.flush();
  expect(got.map((one) => one.init.keepalive)).toEqual([false, true]);
  expect(got.every((one) => one.init.credentials === "omit")).toBe(true);
});

test("memory is bounded while the server is away, and the oldest give way", async () => {
  for (let n = 0; n < 1005; n++) genchi.comment(NAME, String(n));
  genchi.init({ url });
  await genchi.flush();
  expect(events()).toHaveLength(1000);
  expect(events()[0]).toMatchObject({ text: "5" });
});

test("a page that goes away sends what waits without waiting", async () => {
  genchi.init({ url });
  genchi.accepted(NAME);
  dispatchEvent(new Event("pagehide"));
  expect(events()).toHaveLength(1);
});

test("names that mean no recorded span are left alone", () => {
  expect(placeOf(NAME.toUpperCase())).toEqual({ trace_id: TRACE, span_id: SPAN });
  expect(placeOf(` 00-${TRACE}-${SPAN}-01 `)).toEqual({ trace_id: TRACE, span_id: SPAN });
  for (const wrong of [`00-${TRACE}-${SPAN}-00`, TRACE, `${NAME}0`, "", null, undefined, 7, {}]) {
    expect(placeOf(wrong)).toBeNull();
  }
});

test("nothing that a page does wrong throws", async () => {
  const calls = genchi as unknown as Record<string, (...given: unknown[]) => unknown>;
  const hostile = {
    toString: () => {
      throw new Error("no");
    },
  };
  for (const call of Object.values(calls)) {
    for (const wrong of [undefined, null, hostile, Object.create(null), Symbol("x")]) {
      expect(() => call(wrong, wrong, wrong, wrong)).not.toThrow();
    }
  }
  genchi.init({ url: "no url", key: "密钥" });
  genchi.accepted(NAME);
  await genchi.flush();
  dispatchEvent(new Event("pagehide"));
});

test("copying from a marked part of the page is seen, copying elsewhere is not", async () => {
  genchi.init({ url });
  document.body.innerHTML = `<p id="out">x</p><div data-genchi-span="${NAME}"><p id="in">draft</p></div>`;
  const copy = (id: string) =>
    document.getElementById(id)?.firstChild?.dispatchEvent(new Event("copy", { bubbles: true }));
  copy("out");
  copy("in");
  await arrived(1);
  expect(events()[0]).toMatchObject({ kind: "copied", span_id: SPAN });
});

test("sending a form tells what became of the draft in it, once", async () => {
  genchi.init({ url });
  document.body.innerHTML = `<form data-genchi-span="${NAME}">
    <textarea data-genchi-draft>三十天</textarea><input data-genchi-draft="x" value="x"><input value="y">
  </form><form id="other"><textarea data-genchi-draft>z</textarea></form>`;
  const [form, other] = Array.from(document.forms);
  const area = document.querySelector("textarea") as HTMLTextAreaElement;
  const submit = (what?: HTMLFormElement) =>
    what?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  submit(form);
  submit(form);
  submit(other);
  area.value = "十四天";
  submit(form);
  area.value = "  ";
  submit(form);
  await arrived(4);
  expect(events().map((event) => event.kind)).toEqual([
    "accepted",
    "accepted",
    "edited",
    "ignored",
  ]);
  expect(events()[2]).toMatchObject({ original: "三十天", text: "十四天" });
});
