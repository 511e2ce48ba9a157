import createClient, { type Middleware } from "openapi-fetch";
import type { paths } from "./schema.d.ts";

/** The door to the server. Requests and answers have the types of its own document. */

export class ApiError extends Error {
  constructor(
    readonly status: number,
    sentence: string,
    readonly code: string | null = null,
  ) {
    super(sentence);
    this.name = "ApiError";
  }

  /** The server could not be reached at all: it is away, or the network is. */
  get away(): boolean {
    return this.status === 0;
  }
}

const errors: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await errorOf(response);
  },
  onError({ error }) {
    if (error instanceof ApiError || (error instanceof Error && error.name === "AbortError")) {
      return;
    }
    return new ApiError(0, "the genchi server does not answer", "away");
  },
};

async function errorOf(response: Response): Promise<ApiError> {
  const told: unknown = await response.json().catch(() => null);
  const body = (typeof told === "object" && told !== null ? told : {}) as Record<string, unknown>;
  const sentence =
    typeof body.error === "string" ? body.error : `the server answered ${response.status}`;
  return new ApiError(response.status, sentence, typeof body.code === "string" ? body.code : null);
}

/** `const { data } = await api.GET("/api/facets", { params: { query: { app } } })`; throws ApiError. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  headers: { "X-Genchi": "1" },
  fetch: (request) => fetch(request),
});
api.use(errors);
