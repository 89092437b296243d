// Hands on the chart: a swipe goes to the period before or after; on a line of power, one pulls, pinches and turns the
// wheel (with Ctrl) to look closer. Up and down stay the page's.
import { open } from "./chart-keys.js";

const far = 50;
const quick = 700;
const started = 6;
const wheelStep = 0.002;

export function listenToPointers(view) {
  const { canvas, figure, signal, zoom } = view;
  const fingers = new Map();
  let swipe = null;
  let pull = null;
  let pinch = null;

  const on = (name, act, options) => canvas.addEventListener(name, event => view.data && act(event), { signal, ...options });
  const left = () => view.chart.chartArea.left;
  const width = () => view.chart.chartArea.right - left();
  const spread = () => [...fingers.values()].map(finger => finger.x).sort((a, b) => a - b);

  on("pointerdown", event => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    if (fingers.size === 2 && view.isLine()) {
      [swipe, pull] = [null, null];
      const { min, max } = zoom.window();
      pinch = spread().map(x => min + (x - left()) / width() * (max - min));
      return;
    }

    if (fingers.size > 1) return;
    if (view.isLine() && !zoom.isWhole()) pull = { x: event.offsetX, started: false };
    else if (event.pointerType !== "mouse") swipe = { x: event.offsetX, y: event.offsetY, time: event.timeStamp };
  });

  on("pointermove", event => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    if (pinch && fingers.size === 2) return pinched();
    if (!pull || (!pull.started && Math.abs(event.offsetX - pull.x) < started)) return;
    if (!pull.started) canvas.setPointerCapture(event.pointerId);
    const { min, max } = zoom.window();
    zoom.move((pull.x - event.offsetX) / width() * (max - min));
    pull = { x: event.offsetX, started: true };
  });

  // The moments that the fingers took hold of stay under them.
  function pinched() {
    const [first, second] = spread();
    if (second - first < started) return;
    const perPixel = (pinch[1] - pinch[0]) / (second - first);
    const min = pinch[0] - (first - left()) * perPixel;
    zoom.to(min, min + width() * perPixel);
  }

  on("pointerup", event => {
    fingers.delete(event.pointerId);
    if (swipe && event.timeStamp - swipe.time < quick) {
      const [across, along] = [event.offsetX - swipe.x, event.offsetY - swipe.y];
      if (Math.abs(across) > far && Math.abs(across) > 2 * Math.abs(along)) view.go(across > 0 ? "previous" : "next");
    }

    [swipe, pull, pinch] = [null, null, null];
  });

  on("pointercancel", event => {
    fingers.delete(event.pointerId);
    [swipe, pull, pinch] = [null, null, null];
  });

  on("wheel", event => {
    if (!event.ctrlKey || !view.isLine()) return;
    event.preventDefault();
    const { min, max } = zoom.window();
    zoom.by(Math.exp(event.deltaY * wheelStep), min + (event.offsetX - left()) / width() * (max - min));
  }, { passive: false });

  on("dblclick", () => open(view));

  figure.addEventListener("click", event => {
    const name = event.target.closest?.("[data-zoom]")?.dataset.zoom;
    if (name === "in") zoom.by(0.5);
    if (name === "out") zoom.by(2);
  }, { signal });
}
