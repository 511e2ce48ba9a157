/** Says something to people who hear the page instead of seeing it. */

let region: HTMLElement | null = null;

export function announce(text: string): void {
  if (!region) return;
  region.textContent = "";
  requestAnimationFrame(() => {
    if (region) region.textContent = text;
  });
}

export function setRegion(element: HTMLElement | null): void {
  region = element;
}
