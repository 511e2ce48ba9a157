/**
 * Where menus and tooltips are put: in an open dialog, because nothing beside it can be used, else in
 * the main part of the page, because what stands outside of all parts is hard to find for some.
 */
export function overlayRoot(): HTMLElement | undefined {
  const dialogs = document.querySelectorAll<HTMLElement>("dialog[open]");
  return dialogs[dialogs.length - 1] ?? document.getElementById("main") ?? undefined;
}
