import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { JsonTree } from "./JsonTree";

let root: Root;
let holder: HTMLElement;

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  holder = document.body.appendChild(document.createElement("div"));
  root = createRoot(holder);
});

afterEach(() => {
  act(() => root.unmount());
  holder.remove();
});

const show = (value: unknown) => act(() => root.render(<JsonTree value={value} />));
const shownLength = () => holder.querySelector(".jt-text")?.textContent?.length ?? 0;
const buttons = () => [...holder.querySelectorAll<HTMLElement>(".jt-more")];

test("a long text is shown in steps, never all of a very long one, and can be downloaded", () => {
  show({ body: "x".repeat(3_000_000) });
  expect(shownLength()).toBeLessThan(1100);
  const lengths: number[] = [];
  while (buttons().length > 1) {
    act(() => buttons()[0]?.click());
    lengths.push(shownLength());
  }
  expect(lengths.at(-1)).toBeGreaterThan(90_000);
  expect(lengths.at(-1)).toBeLessThan(110_000);
  expect(buttons()[0]?.textContent).toMatch(/Download|下载/);
});

test("a text that fits is shown whole, without buttons", () => {
  show({ body: "退款".repeat(200) });
  expect(holder.querySelector(".jt-text")?.textContent).toBe(`"${"退款".repeat(200)}"`);
  expect(buttons()).toEqual([]);
});

test("no character is cut into halves", () => {
  show({ body: `!${"😀".repeat(2000)}` });
  expect(holder.querySelector(".jt-text")?.textContent).not.toMatch(
    /[\ud800-\udbff](?![\udc00-\udfff])/,
  );
});
