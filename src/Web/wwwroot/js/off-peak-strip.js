// The pointer and the keys on the strip of off-peak hours. What a drag does to the hours is reckoned by OffPeakStrip.razor.cs.
const day = 1440;
const reach = 14;
const slack = 4;
const keys = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", "Delete", "Backspace"]);

export function follow(bar, strip) {
  let held = null;
  let calls = Promise.resolve();
  let latest = null;

  // One call after the other, and of the moves that wait only the newest.
  const call = (...words) => calls = calls.then(() => strip.invokeMethodAsync(...words)).catch(() => {});
  function drag(minute) {
    const isQueued = latest !== null;
    latest = minute;
    if (!isQueued) calls = calls.then(() => {
      const newest = latest;
      latest = null;
      return strip.invokeMethodAsync("DragAsync", newest);
    }).catch(() => {});
  }

  const minuteAt = event => {
    const box = bar.getBoundingClientRect();
    return Math.round(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * day);
  };

  function whatIsAt(event) {
    const box = bar.getBoundingClientRect();
    const widest = event.pointerType === "mouse" ? reach : 2 * reach;
    let nearest = null;
    for (const edge of bar.querySelectorAll("[role=slider]")) {
      const away = Math.abs(box.left + Number(edge.dataset.minute) / day * box.width - event.clientX);
      // An end at midnight is at both sides of the strip.
      if (away <= widest && (!nearest || away < nearest.away)) nearest = { away, edge };
    }
    if (nearest) return { what: nearest.edge.dataset.edge, index: Number(nearest.edge.dataset.index), edge: nearest.edge };
    const minute = minuteAt(event);
    for (const block of bar.querySelectorAll("[data-block]")) {
      if ((minute - Number(block.dataset.start) + day) % day < Number(block.dataset.length)) return { what: "block", index: Number(block.dataset.block) };
    }
    return { what: "draw", index: -1 };
  }

  function down(event) {
    if (event.button !== 0 || held || bar.querySelector("[aria-disabled=true]")) return;
    const grip = whatIsAt(event);
    held = { id: event.pointerId, x: event.clientX, moved: false, ...grip };
    bar.setPointerCapture(event.pointerId);
    call("Grab", grip.what, grip.index, minuteAt(event));
    grip.edge?.focus({ preventScroll: true });
    event.preventDefault();
  }

  function move(event) {
    if (held?.id !== event.pointerId) {
      if (!held && event.pointerType === "mouse") bar.dataset.over = whatIsAt(event).what;
      return;
    }
    // A tap that trembles moves nothing.
    held.moved ||= Math.abs(event.clientX - held.x) >= slack;
    if (held.moved) drag(minuteAt(event));
  }

  function up(event) {
    if (held?.id !== event.pointerId) return;
    held = null;
    call("DropAsync");
  }

  async function press(event) {
    const edge = event.target.closest("[role=slider]");
    if (!edge || !keys.has(event.key) || event.altKey || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    const name = edge.dataset.edge;
    // Where it is when its turn comes, after the keys before it.
    const index = await (calls = calls.then(() => strip.invokeMethodAsync("PressAsync", Number(edge.dataset.index), name, event.key, event.shiftKey)).catch(() => -1));
    const next = index < 0
      ? bar.querySelector("[role=slider]") ?? bar.parentElement.querySelector("[data-strip-add]")
      : bar.querySelector(`[role=slider][data-index="${index}"][data-edge="${name}"]`);
    if (next !== document.activeElement) next?.focus({ preventScroll: true });
  }

  const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up, keydown: press };
  for (const [name, listener] of Object.entries(listeners)) bar.addEventListener(name, listener);
  bar.dataset.ready = "";
  return {
    dispose() {
      for (const [name, listener] of Object.entries(listeners)) bar.removeEventListener(name, listener);
    },
  };
}
