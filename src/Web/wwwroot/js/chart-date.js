// A date field opens its calendar wherever it is clicked, not only on its own small sign.
export function openCalendars(card, signal) {
  card.addEventListener("click", event => {
    const field = event.target.closest?.(".date-pick input");
    try {
      field?.showPicker?.();
    } catch {
      // A browser without a calendar for it: one types.
    }
  }, { signal });
}
