import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
  retainSearchParams,
} from "@tanstack/react-router";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onlyTexts, parseSearch, printSearch, type Search } from "@/lib/search";
import { flag, oneOf, text } from "@/lib/urlFields";
import { useGoTo, useUrlState } from "./navigation";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
Object.assign(window, { scrollTo: () => {} }); // jsdom has no layout that could be scrolled

const FIELDS = { filter: text(), status: oneOf("any", "ok", "error"), open: flag() };
let latest: ReturnType<typeof useUrlState<typeof FIELDS>>;
let goTo: ReturnType<typeof useGoTo>;
let root: Root;

function Page() {
  latest = useUrlState(FIELDS);
  goTo = useGoTo();
  return null;
}

function at(address: string) {
  const history = createMemoryHistory({ initialEntries: [address] });
  const router = createRouter({
    routeTree: createRootRoute({
      component: Page,
      validateSearch: onlyTexts,
      search: { middlewares: [retainSearchParams<Search>(["app"])] },
    }),
    history,
    parseSearch,
    stringifySearch: printSearch,
  });
  return { router, history };
}

async function open(address: string) {
  const { router, history } = at(address);
  await act(async () => {
    root.render(<RouterProvider router={router} />);
    await router.load();
  });
  return history;
}

const settle = (run: () => void) =>
  act(async () => {
    run();
    await new Promise((resolve) => setTimeout(resolve));
  });

beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement("div")));
});

afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
});

test("a page begins in the state that its address says", async () => {
  await open("/?status=error&filter=%E9%80%80%E6%AC%BE&open=1");
  expect(latest[0]).toEqual({ filter: "退款", status: "error", open: true });
});

test("a change stands in the address beside what was there, and Back takes it back", async () => {
  const history = await open("/?app=support-desk");
  await settle(() => latest[1]({ status: "ok" }));
  expect(history.location.search).toBe("?app=support-desk&status=ok");
  await settle(() => history.back());
  expect(latest[0].status).toBe("any");
});

test("what is typed leaves no step for every letter", async () => {
  const history = await open("/?app=a");
  await settle(() => latest[1]({ filter: "r" }, { replace: true }));
  await settle(() => latest[1]({ filter: "re" }, { replace: true }));
  expect(history.location.search).toBe("?app=a&filter=re");
  expect(history.length).toBe(1);
});

test("the state stays the same object while its address does", async () => {
  await open("/?status=ok");
  const before = latest[0];
  await settle(() => latest[1]({ status: "ok" }, { replace: true }));
  expect(latest[0]).toBe(before);
});

test("a path that the server names is gone to, and the application stays", async () => {
  const history = await open("/?app=a");
  await settle(() => goTo("/?filter=status%3Aerror&status=error"));
  expect(latest[0]).toMatchObject({ filter: "status:error", status: "error" });
  expect(history.location.search).toContain("app=a");
});

test.each(["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])(
  "%s is not gone to",
  async (path) => {
    const history = await open("/?app=a");
    await settle(() => goTo(path));
    expect(history.location.href).toBe("/?app=a");
  },
);
