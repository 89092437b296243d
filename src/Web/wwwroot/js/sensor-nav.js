// Brings the chosen sensor into view, sideways only: the page stays where it was scrolled to.
export function showChosen(nav) {
  const chosen = nav?.querySelector("[aria-current]");
  if (chosen) nav.scrollLeft = chosen.offsetLeft - nav.offsetLeft - (nav.clientWidth - chosen.offsetWidth) / 2;
}
