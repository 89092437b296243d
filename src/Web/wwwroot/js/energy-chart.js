// The dashboard's chart: what ChartCard.razor.cs imports. Chart.js draws; this module feeds it and tells what was chosen.
import { barsConfig } from "./chart-bars.js";
import { lineConfig, appendTo, advance } from "./chart-line.js";
import { formats } from "./chart-format.js";
import { describe, hint } from "./chart-readout.js";
import { palette } from "./chart-theme.js";

const clockStep = 1000;

export function create(canvas, readout) {
  let chart = null;
  let data = null;
  let clock = 0;
  let chosen = null;

  function choose(index) {
    chosen = index;
    const format = formats(data);
    if (index === null) hint(readout, data);
    else describe(readout, data, index, format);
    chart.$chosen = index;
    chart.update("none");
  }

  function tell() {
    const times = data.kind === "line" ? data.times : data.bars.filter(bar => bar.peak !== null).map(bar => bar.start);
    canvas.dataset.kind = data.kind;
    canvas.dataset.unit = data.unit;
    canvas.dataset.points = times.length;
    canvas.dataset.lastTime = times.at(-1) ?? "";
  }

  function draw() {
    chart?.destroy();
    const config = (data.kind === "bars" ? barsConfig : lineConfig)(data, palette(), formats(data), choose);
    chart = new Chart(canvas, config);
    choose(chosen !== null && chosen < count() ? chosen : null);
    tell();
  }

  const count = () => data.kind === "bars" ? data.bars.length : data.times.length;

  // The window of the live view moves on although nothing comes: silence must be seen.
  function startClock() {
    clearInterval(clock);
    if (!data.live || data.kind !== "line") return;
    const offset = data.now - performance.now();
    clock = setInterval(() => {
      if (!document.hidden) advance(chart, data, offset + performance.now());
    }, clockStep);
  }

  const redraw = () => data && draw();
  document.addEventListener("themechange", redraw);
  document.fonts.ready.then(redraw);

  const onKey = event => {
    if (!data || data.kind !== "bars" || !["ArrowUp", "ArrowDown", "Escape"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Escape") return choose(null);
    const step = event.key === "ArrowUp" ? -1 : 1;
    choose(chosen === null ? (step > 0 ? 0 : count() - 1) : Math.min(Math.max(chosen + step, 0), count() - 1));
  };
  canvas.addEventListener("keydown", onKey);

  return {
    show(next) {
      const same = data && data.from === next.from && data.kind === next.kind && data.unit === next.unit;
      if (!same) chosen = null;
      data = next;
      draw();
      startClock();
    },
    append(times, watts) {
      if (!chart || data?.kind !== "line" || !data.live) return;
      appendTo(chart, data, times, watts);
      tell();
    },
    dispose() {
      clearInterval(clock);
      document.removeEventListener("themechange", redraw);
      canvas.removeEventListener("keydown", onKey);
      chart?.destroy();
      chart = null;
    },
  };
}
