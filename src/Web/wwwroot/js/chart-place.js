// Blazor goes to the top of the page with every new address. Who changes what the chart shows stays where he was.
const patience = 2000;

// Returns what is to be called before an address is opened otherwise than by a link of the card.
export function stayInPlace(card, signal) {
  let place = null;

  function keep() {
    place = { height: scrollY, until: performance.now() + patience };
  }

  card.addEventListener("click", event => {
    if (event.target.closest?.("a")) keep();
  }, { signal, capture: true });
  card.addEventListener("change", keep, { signal, capture: true });
  // Comes before the page is painted: nothing is seen to jump.
  addEventListener("scroll", () => {
    if (!place || scrollY > 0 || place.height === 0) return;
    if (performance.now() < place.until) scrollTo({ top: place.height, behavior: "instant" });
    place = null;
  }, { signal });
  return keep;
}
