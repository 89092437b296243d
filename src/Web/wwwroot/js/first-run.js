// What the browser knows of where it is: its time zone, as an IANA name.
export const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

// A new step begins at its top, where a screen reader reads its title.
export function showStep() {
  scrollTo({ top: 0 });
  document.getElementById("step-title")?.focus({ preventScroll: true });
}
