import { act, useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Button } from "@/ui/Button";
import { TooltipProvider } from "@/ui/Tooltip";
import { listen } from "./handling";
import { useCommands } from "./index";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let root: Root;
let stop: () => void;

beforeEach(() => {
  const holder = document.createElement("div");
  document.body.append(holder);
  root = createRoot(holder);
  stop = listen(() => true);
});

afterEach(() => {
  act(() => root.unmount());
  stop();
  document.body.replaceChildren();
});

function Counter({ why, list = true }: { why?: string; list?: boolean }) {
  const [n, setN] = useState(0);
  const command = { id: "undo", keys: "z", label: "ui.undo", unavailable: why } as const;
  useCommands("app.global", list ? [{ ...command, run: () => setN(n + 1) }] : []);
  return (
    <TooltipProvider>
      <output>{n}</output>
      <Button command="undo" />
    </TooltipProvider>
  );
}

const show = (why?: string) => act(() => root.render(<Counter {...(why ? { why } : {})} />));
const button = () => document.querySelector("button") as HTMLButtonElement;
const count = () => document.querySelector("output")?.textContent;
const press = (key: string) =>
  act(() => {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  });

test("a button of a command has its label, its key, and does what the key does", () => {
  show();
  expect(button().textContent).toBe("UndoZ");
  expect(button().getAttribute("aria-keyshortcuts")).toBe("Z");
  act(() => button().click());
  press("z");
  expect(count()).toBe("2"); // each saw what the one before it did
});

test("a command that cannot be used says why, to the button as to the key", () => {
  show("only reviewers label");
  expect(button().getAttribute("aria-disabled")).toBe("true");
  act(() => button().click());
  press("z");
  expect(count()).toBe("0");
});

test("a command that can be used again works again", () => {
  show("not yet");
  show();
  press("z");
  expect(count()).toBe("1");
});

test("what left the page has no key any more", () => {
  show();
  act(() => root.render(<Counter list={false} />));
  press("z");
  expect(count()).toBe("0");
});
