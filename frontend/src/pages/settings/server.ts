import { type Answer, useGet } from "@/lib/queries";

export type ServerSettings = Answer<"/api/settings">;

export function useServerSettings() {
  return useGet("/api/settings", {});
}
