// What is live changes at least every few seconds, if only its age. When it does not, the connection is lost or the server
// hangs, and what stands there is old: data-frozen says so to the style sheets.
const patience = 12_000;
const looks = 1000;
const changed = new WeakMap();

function touch(node) {
  const live = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-live]");
  if (live) changed.set(live, performance.now());
}

// Not all attributes: setting data-frozen itself is no sign of life.
new MutationObserver(changes => {
  for (const change of changes) touch(change.target);
}).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["data-beat", "src"] });

// A page that was hidden may have been asleep.
document.addEventListener("visibilitychange", () => document.querySelectorAll("[data-live]").forEach(touch));

setInterval(() => {
  for (const live of document.querySelectorAll("[data-live]")) {
    if (!changed.has(live)) touch(live);
    live.toggleAttribute("data-frozen", performance.now() - changed.get(live) > patience);
  }
}, looks);
