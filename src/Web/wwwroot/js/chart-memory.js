// What to compare with is a habit: this browser keeps it.
const key = "powermeter-compare";

export function remembered() {
  return localStorage.getItem(key);
}

export function remember(comparison) {
  if (comparison === "none") localStorage.removeItem(key);
  else localStorage.setItem(key, comparison);
}
