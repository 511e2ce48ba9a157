import { useGet } from "@/lib/queries";
import type { Schema } from "@/lib/types";

/** By what outputs of an application are judged. */
export type Criterion = Schema<"Criterion">;

const NONE: readonly Criterion[] = [];

export function useCriteria(app: string): readonly Criterion[] {
  const { data } = useGet("/api/criteria", { params: { query: { app } } }, { enabled: app !== "" });
  return data ?? NONE;
}
