// What the browser knows of where it is: its time zone, as an IANA name.
export const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

// A new step begins at its top, where a screen reader reads its title.
export function showStep() {
  scrollTo({ top: 0 });
  document.getElementById("step-title")?.focus({ preventScroll: true });
}

// What went wrong has the focus: the button that was pressed has lost it while it worked.
export function showTrouble() {
  if (document.activeElement === document.body) document.querySelector(".first-run-body .form-error[role=alert]")?.focus({ preventScroll: true });
}

// The first answer that is wrong has the focus, wherever the button was that it was given with.
export function showFault() {
  document.querySelector(".first-run-answers [aria-invalid=true]")?.focus();
}
