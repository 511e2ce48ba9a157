import {
  ChartSpline,
  ListTree,
  type LucideIcon,
  Scale,
  Settings2,
  SquareCheckBig,
} from "lucide-react";
import type { ComponentType } from "react";
import type { MessageKey } from "@/i18n";

/** Every page of the app, in the order of the rail. A new page is one more entry. */

export interface PageEntry {
  id: string;
  path: string;
  title: MessageKey;
  icon: LucideIcon;
  /** The letter after `G`. */
  key?: string;
  /** Where its icon stands; pages without a place are reached from others. */
  place?: "top" | "bottom";
  /** Which icon is lit while a page without an icon of its own is open. */
  within?: string;
  load: () => Promise<{ default: ComponentType }>;
}

export const PAGES = [
  {
    id: "overview",
    path: "/",
    title: "overview.title",
    icon: ChartSpline,
    key: "o",
    place: "top",
    load: () => import("@/pages/overview"),
  },
  {
    id: "traces",
    path: "/traces",
    title: "traces.title",
    icon: ListTree,
    key: "t",
    place: "top",
    load: () => import("@/pages/traces"),
  },
  {
    id: "trace",
    path: "/traces/$trace",
    title: "trace.title",
    icon: ListTree,
    within: "traces",
    load: () => import("@/pages/trace"),
  },
  {
    id: "review",
    path: "/review",
    title: "review.title",
    icon: SquareCheckBig,
    key: "r",
    place: "top",
    load: () => import("@/pages/review"),
  },
  {
    id: "criteria",
    path: "/criteria",
    title: "criteria.title",
    icon: Scale,
    key: "c",
    place: "top",
    load: () => import("@/pages/criteria"),
  },
  {
    id: "settings",
    path: "/settings",
    title: "settings.title",
    icon: Settings2,
    key: "s",
    place: "bottom",
    load: () => import("@/pages/settings"),
  },
] as const satisfies readonly PageEntry[];

export type PageId = (typeof PAGES)[number]["id"];

export const ENTRIES: readonly PageEntry[] = PAGES;

export function pageOf(id: PageId): PageEntry {
  const found = ENTRIES.find((page) => page.id === id);
  if (!found) throw new Error(`there is no page ${id}`);
  return found;
}

/** The page whose path this is, parameters included. */
export function pageAt(path: string): PageEntry | undefined {
  const plain = path.length > 1 ? path.replace(/\/$/, "") : path;
  return ENTRIES.find((page) => pattern(page.path).test(plain));
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/\$\w+/g, "[^/]+")}$`);
}
