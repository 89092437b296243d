// Where what somebody gave was refused, the first field that is wrong is shown and has the focus.
export function focusFirstFault(root) {
  const field = root?.querySelector("[aria-invalid=true]");
  if (!field) return;
  const folded = field.closest("details");
  if (folded) folded.open = true;
  field.focus();
}
