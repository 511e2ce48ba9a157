import type { components } from "./schema.d.ts";

/** Shapes of the API by name: `Schema<"Span">`. */
export type Schema<N extends keyof components["schemas"]> = components["schemas"][N];

export type Span = Schema<"Span">;
export type Payload = Schema<"Payload">;
export type Message = Schema<"Message">;
export type Facet = Schema<"Facet">;
