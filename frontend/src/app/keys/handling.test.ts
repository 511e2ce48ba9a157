import { afterEach, beforeEach, expect, test } from "vitest";
import { listen } from "./handling";
import { type Command, register } from "./table";

/** Real events on a real document, and what ran. */

let ran: string[] = [];
let undo: (() => void)[] = [];
let singleKeys = true;

beforeEach(() => {
  ran = [];
  singleKeys = true;
  undo = [listen(() => singleKeys)];
});

afterEach(() => {
  for (const one of undo) one();
  document.body.replaceChildren();
});

function put(scope: "app.global" | "review.title", ...list: Partial<Command>[]): void {
  const entry = register(scope);
  entry.update(
    list.map((one) => ({
      label: "app.keys",
      ...one,
      id: one.id ?? String(one.keys),
      run: () => ran.push(one.id ?? String(one.keys)),
    })),
  );
  undo.push(entry.remove);
}

function press(key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}

function add<K extends keyof HTMLElementTagNameMap>(tag: K): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  document.body.append(element);
  return element;
}

test("a key runs its command, and the browser does not act on it", () => {
  put("app.global", { keys: "y" });
  expect(press("y").defaultPrevented).toBe(true);
  expect(ran).toEqual(["y"]);
});

test("a key that nobody wants is left to the browser", () => {
  put("app.global", { keys: "y" });
  expect(press("x").defaultPrevented).toBe(false);
});

test("a sequence runs after its last key, and not after another one", () => {
  put("app.global", { keys: "g t" }, { keys: "t" });
  press("g");
  press("t");
  press("g");
  press("x");
  press("t");
  expect(ran).toEqual(["g t", "t"]);
});

test("while a person types only chords that say so run", () => {
  put("app.global", { keys: "y" }, { keys: "mod+enter", inText: true }, { keys: "mod+b" });
  const box = add("textarea");
  press("y", {}, box);
  press("b", { ctrlKey: true }, box);
  press("Enter", { ctrlKey: true }, box);
  expect(ran).toEqual(["mod+enter"]);
});

test("what an input method composes is not a command", () => {
  put("app.global", { keys: "y" });
  press("y", { isComposing: true });
  expect(ran).toEqual([]);
});

test("the page wins over what is the same everywhere", () => {
  put("app.global", { id: "everywhere", keys: "e" });
  put("review.title", { id: "page", keys: "e" });
  press("e");
  expect(ran).toEqual(["page"]);
});

test("a command that cannot be used does nothing, and keeps its key", () => {
  put("app.global", { keys: "y", unavailable: "only reviewers label" });
  expect(press("y").defaultPrevented).toBe(true);
  expect(ran).toEqual([]);
});

test("Enter on a button presses the button", () => {
  put("app.global", { keys: "enter" });
  expect(press("Enter", {}, add("button")).defaultPrevented).toBe(false);
  press("Enter");
  expect(ran).toEqual(["enter"]);
});

test("arrows in a list of tabs belong to the tabs", () => {
  put("app.global", { keys: "right" });
  const tabs = add("div");
  tabs.setAttribute("role", "tablist");
  const tab = document.createElement("button");
  tabs.append(tab);
  press("ArrowRight", {}, tab);
  expect(ran).toEqual([]);
});

test("with single keys switched off chords go on working", () => {
  singleKeys = false;
  put("app.global", { keys: "y" }, { keys: "g t" }, { keys: "mod+k" });
  press("y");
  press("g");
  press("t");
  press("k", { ctrlKey: true });
  expect(ran).toEqual(["mod+k"]);
});

test("commands go with the part of the page that brought them", () => {
  put("app.global", { keys: "y" });
  undo.pop()?.();
  press("y");
  expect(ran).toEqual([]);
});

test("letters in an open menu choose in the menu", () => {
  put("app.global", { keys: "y" });
  const menu = add("div");
  menu.setAttribute("role", "menu");
  press("y", {}, menu);
  expect(ran).toEqual([]);
});

test("Space on a checkbox ticks it", () => {
  put("app.global", { keys: "space" });
  const box = add("input");
  box.type = "checkbox";
  expect(press(" ", {}, box).defaultPrevented).toBe(false);
});

test("over an open dialog only commands that say so run", () => {
  put("app.global", { keys: "y" }, { keys: "mod+s", inDialog: true });
  add("dialog").setAttribute("open", "");
  press("y");
  press("s", { ctrlKey: true });
  expect(ran).toEqual(["mod+s"]);
});
