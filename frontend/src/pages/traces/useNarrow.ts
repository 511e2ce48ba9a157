import { useSyncExternalStore } from "react";

const query = matchMedia("(max-width: 1180px)");

function subscribe(listener: () => void): () => void {
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** Whether the window has no room for a panel beside the list. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => query.matches);
}
