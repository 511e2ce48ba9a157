import {
  MutationCache,
  QueryCache,
  QueryClient,
  type UseQueryOptions,
  type UseQueryResult,
  useQuery,
} from "@tanstack/react-query";
import type { MaybeOptionalInit } from "openapi-fetch";
import type {
  MediaType,
  PathsWithMethod,
  RequiredKeysOf,
  ResponseObjectMap,
  SuccessResponse,
} from "openapi-typescript-helpers";
import { ApiError, api } from "./api";
import type { paths } from "./schema.d.ts";

/** A session that ended shows in any answer; then who is there is asked again. */
function onError(error: Error): void {
  if (error instanceof ApiError && error.status === 401) {
    void queryClient.invalidateQueries({ queryKey: ["/api/me"] });
  }
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      if (queryKey[0] !== "/api/me") onError(error);
    },
  }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false, // the pulse says when something is new
      retry: (failures, error) => {
        return failures < 2 && (!(error instanceof ApiError) || error.status >= 500);
      },
    },
  },
});

export type GetPath = PathsWithMethod<paths, "get">;
type Init<P extends GetPath> = MaybeOptionalInit<paths[P], "get">;
/** What GET of a path answers. */
export type Answer<P extends GetPath> = Extract<
  SuccessResponse<ResponseObjectMap<NonNullable<paths[P]["get"]>>, MediaType>,
  object
>;
type Args<P extends GetPath> =
  RequiredKeysOf<Init<P>> extends never ? [init?: Init<P>] : [init: Init<P>];

/** The key under which an answer is held: the path, then its parameters. */
export function keyOf<P extends GetPath>(path: P, ...[init]: Args<P>): readonly unknown[] {
  return [path, (init as { params?: unknown } | undefined)?.params ?? null];
}

export async function get<P extends GetPath>(path: P, ...[init]: Args<P>): Promise<Answer<P>> {
  const call = api.GET as (path: string, init: unknown) => Promise<{ data?: unknown }>;
  const { data } = await call(path, init ?? {});
  return data as Answer<P>;
}

type Options<A> = Omit<UseQueryOptions<A, ApiError>, "queryKey" | "queryFn">;

/** Options for `useQuery`, `useInfiniteQuery` keys and prefetching. */
export function getting<P extends GetPath>(path: P, ...args: Args<P>) {
  return {
    queryKey: keyOf(path, ...args),
    queryFn: ({ signal }: { signal: AbortSignal }) => {
      return get(path, ...([{ ...(args[0] ?? {}), signal }] as unknown as Args<P>));
    },
  };
}

/** `const facets = useGet("/api/facets", { params: { query: { app } } });` */
export function useGet<P extends GetPath>(
  path: P,
  init: Init<P>,
  options: Options<Answer<P>> = {},
): UseQueryResult<Answer<P>, ApiError> {
  return useQuery<Answer<P>, ApiError>({
    ...getting(path, ...([init] as unknown as Args<P>)),
    ...options,
  });
}
