// Light or dark: the system's choice unless the button said otherwise, or the system has colours of its own (high contrast). Runs before the first paint, hence no module.
(() => {
  const key = "powermeter-theme";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const forced = matchMedia("(forced-colors: active)");

  function apply() {
    const theme = (forced.matches ? null : localStorage.getItem(key)) ?? (dark.matches ? "dark" : "light");
    if (document.documentElement.dataset.theme === theme) return;
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent("themechange"));
  }

  apply();
  dark.addEventListener("change", apply);
  forced.addEventListener("change", apply);
  addEventListener("storage", apply);
  document.addEventListener("click", event => {
    if (!event.target.closest?.("[data-theme-toggle]")) return;
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    // Back to the system's choice is no choice to remember.
    if (theme === (dark.matches ? "dark" : "light")) localStorage.removeItem(key);
    else localStorage.setItem(key, theme);
    apply();
  });
})();
