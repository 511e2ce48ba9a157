import { Link, useLocation, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ComponentProps } from "react";
import { useCallback, useMemo } from "react";
import type { Search } from "@/lib/search";
import { type Fields, readAll, type StateOf, writeAll } from "@/lib/urlFields";
import { type PageEntry, type PageId, pageAt, pageOf } from "./pages";

/** How pages read the address and go elsewhere. The application, time range and language stay. */

export interface Going {
  params?: Record<string, string>;
  search?: Search;
  replace?: boolean;
}

export function useSearchTexts(): Search {
  return useSearch({ strict: false }) as Search;
}

/** `const go = useGo(); go("trace", { params: { trace: id }, search: { span } })` */
export function useGo(): (page: PageId, going?: Going) => void {
  const navigate = useNavigate();
  return useCallback(
    (page, { params = {}, search = {}, replace = false } = {}) => {
      void navigate({ to: pageOf(page).path, params, search, replace } as never);
    },
    [navigate],
  );
}

/** For paths that the server names (`needs[].to`): only within this app. */
export function useGoTo(): (path: string) => void {
  const navigate = useNavigate();
  return useCallback(
    (path) => {
      if (/^\/(?![/\\])/.test(path)) void navigate({ href: path });
    },
    [navigate],
  );
}

type LinkProps = Omit<ComponentProps<"a">, "href"> & {
  page: PageId;
  params?: Record<string, string>;
  search?: Search;
};

/** A link to a page: a real one, which opens in a new tab and can be copied. */
export function PageLink({ page, params = {}, search = {}, ...rest }: LinkProps) {
  const target = { to: pageOf(page).path, params, search };
  return <Link {...(target as { to: string })} {...rest} />;
}

/** A part of the path: `useRouteParam("trace")` at `/traces/$trace`. */
export function useRouteParam(name: string): string {
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  return params[name] ?? "";
}

export function useCurrentPage(): PageEntry | undefined {
  return pageAt(useLocation({ select: (location) => location.pathname }));
}

export interface Setting {
  /** Do not leave a step behind for the back button: for typing. */
  replace?: boolean;
}

/**
 * The state of a page that stands in the address, so that back, forward and sharing work.
 *
 * Declare the fields outside the component:
 * `const FIELDS = { q: text(), status: oneOf("any", "ok", "error"), open: flag() };`
 */
export function useUrlState<F extends Fields>(
  fields: F,
): [StateOf<F>, (change: Partial<StateOf<F>>, setting?: Setting) => void] {
  const search = useSearchTexts();
  const navigate = useNavigate();
  const state = useMemo(() => readAll(fields, search), [fields, search]);
  const change = useCallback(
    (next: Partial<StateOf<F>>, { replace = false }: Setting = {}) => {
      const written = writeAll(fields, next);
      void navigate({
        to: ".",
        search: (before: Search) => ({ ...before, ...written }),
        replace,
      } as never);
    },
    [fields, navigate],
  );
  return [state, change];
}
