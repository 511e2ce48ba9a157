import { createContext, useContext } from "react";

/** Where in the top bar a page puts its title and its controls. */
export interface Slots {
  title: HTMLElement | null;
  controls: HTMLElement | null;
}

export const SlotsContext = createContext<Slots>({ title: null, controls: null });

export function useSlots(): Slots {
  return useContext(SlotsContext);
}
