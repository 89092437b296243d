// Looking closer at a line of power. The window follows the hand at once; when it rests, its address is opened and the
// server sends what there is to see in it.
const second = 1000;
const shortest = 10 * second;
const day = 24 * 3600 * second;
const rest = 250;

export function zoomer(view) {
  let timer = 0;
  // The address of a window was opened, and its data are still on their way.
  let opened = false;
  const self = {
    busy: false,
    // Moved, and not yet let go for long enough: what arrives meanwhile is of a window that is left already.
    moving: false,
    window: () => ({ min: view.chart.options.scales.x.min, max: view.chart.options.scales.x.max }),
    isWhole: () => !view.data.zoomed && !self.busy,
    by,
    to,
    move,
    reset,
    forget,
  };
  return self;

  // Around a moment, or what is chosen, or the middle.
  function by(factor, around) {
    if (!view.isLine()) return;
    const { min, max } = self.window();
    const chosen = typeof view.chosen === "number" ? view.data.times[view.chosen] : null;
    const centre = around ?? (chosen >= min && chosen <= max ? chosen : (min + max) / 2);
    const length = Math.min(Math.max((max - min) * factor, shortest), day);
    const from = centre - (centre - min) * length / (max - min);
    to(from, from + length);
  }

  function move(by) {
    const { min, max } = self.window();
    to(min + by, max + by);
  }

  // Neither before the first sample nor after now.
  function to(min, max) {
    if (!view.isLine()) return;
    const length = Math.min(Math.max(max - min, shortest), day);
    const latest = Math.max(view.data.now, view.data.live ? self.window().max : 0);
    const earliest = view.data.begin ?? view.data.from;
    let from = Math.min(min, latest - length);
    if (from < earliest) from = Math.min(earliest, Math.max(latest - length, view.data.from));
    self.busy = self.moving = true;
    Object.assign(view.chart.options.scales.x, { min: from, max: from + length });
    view.chart.update("none");
    clearTimeout(timer);
    timer = setTimeout(open, rest);
  }

  function open() {
    self.moving = false;
    const { min, max } = self.window();
    if (max - min >= day) return reset();
    const address = new URL(location.href);
    const { searchParams } = address;
    searchParams.set("scale", "day");
    searchParams.set("unit", "watts");
    searchParams.delete("date");
    const from = Math.floor(min / second);
    searchParams.set("span", `${from}-${Math.max(Math.ceil(max / second), from + shortest / second)}`);
    opened = true;
    view.stay();
    Blazor.navigateTo(address.pathname + address.search, { replaceHistoryEntry: view.data.zoomed });
  }

  function reset() {
    clearTimeout(timer);
    self.moving = false;
    const whole = view.figure.dataset.whole;
    if (view.data.zoomed || opened) {
      self.busy = opened = false;
      view.stay();
      Blazor.navigateTo(whole);
    } else if (self.busy) {
      const { from, until, live, now } = view.data;
      self.busy = false;
      Object.assign(view.chart.options.scales.x, live ? { min: now - (until - from), max: now } : { min: from, max: until });
      view.chart.update("none");
    }
  }

  function forget() {
    clearTimeout(timer);
    self.busy = self.moving = opened = false;
  }
}
