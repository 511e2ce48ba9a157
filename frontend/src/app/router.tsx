import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from "@tanstack/react-router";
import { onlyTexts, parseSearch, printSearch, type Search } from "@/lib/search";
import { NotFound } from "./NotFound";
import { PageFailed } from "./PageFailed";
import { ENTRIES } from "./pages";
import { Shell } from "./Shell";

/** What every page keeps when one goes from it to another. */
const KEPT = ["app", "range", "since", "until", "lang"];

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  validateSearch: (search): Search => onlyTexts(search),
  search: { middlewares: [retainSearchParams<Search>(KEPT)] },
});

export const router = createRouter({
  routeTree: root.addChildren(
    ENTRIES.map((page) =>
      createRoute({
        getParentRoute: () => root,
        path: page.path,
        component: lazyRouteComponent(page.load),
      }),
    ),
  ),
  parseSearch,
  stringifySearch: printSearch,
  defaultPreload: "intent",
  defaultErrorComponent: PageFailed,
  scrollRestoration: false,
});
