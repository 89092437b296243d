// The choice of light or dark in the settings; theme.js applies it, here and in the other windows.
const key = "powermeter-theme";

export const chosen = () => localStorage.getItem(key) ?? "system";

export function choose(theme) {
  if (theme === "system") localStorage.removeItem(key);
  else localStorage.setItem(key, theme);
  // Browsers tell only the other windows of it.
  dispatchEvent(new Event("storage"));
}
