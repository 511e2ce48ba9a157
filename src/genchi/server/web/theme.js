// Runs before the first paint, from a file of its own because the page allows no inline script.
(() => {
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem("genchi.settings") ?? "{}");
  } catch {}
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const chosen = stored.theme === "light" || stored.theme === "dark" ? stored.theme : null;
  document.documentElement.dataset.theme = chosen ?? (dark ? "dark" : "light");
  document.documentElement.dataset.density = stored.density === "compact" ? "compact" : "normal";
})();
