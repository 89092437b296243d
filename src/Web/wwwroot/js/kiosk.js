// A tablet on the wall: keeps its screen awake, and shows the small display's picture in whole steps of its pixels.
let lock = null;
let stops = new AbortController();

// Only over HTTPS or on the machine itself, and not while the page is hidden: elsewhere the screen sleeps as it is set to.
async function ask() {
  if (document.visibilityState !== "visible") return;
  try {
    lock = (await navigator.wakeLock?.request("screen")) ?? null;
  } catch {
    lock = null;
  }
}

export async function keepAwake() {
  document.addEventListener("visibilitychange", ask, { signal: stops.signal });
  await ask();
}

export async function letSleep() {
  stops.abort();
  stops = new AbortController();
  await lock?.release();
  lock = null;
}

// The server that would have let it is gone; the page that comes in the place of this one asks for itself.
document.addEventListener("circuitlost", letSleep);

// Whole device pixels a pixel of the picture; one that is larger than the screen is made to fit.
export function fit(picture) {
  const [width, height] = [Number(picture.getAttribute("width")), Number(picture.getAttribute("height"))];
  const scale = () => {
    const ratio = devicePixelRatio;
    const room = Math.min(innerWidth / width, innerHeight / height);
    const factor = room * ratio >= 1 ? Math.floor(room * ratio) / ratio : room;
    picture.style.width = `${width * factor}px`;
    picture.style.height = `${height * factor}px`;
    picture.dataset.scale = String(factor * ratio);
  };
  addEventListener("resize", scale, { signal: stops.signal });
  scale();
}
