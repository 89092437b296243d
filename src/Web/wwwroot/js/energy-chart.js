// The dashboard's chart: what ChartCard.razor.cs imports. Chart.js draws; this module feeds it and tells what was chosen.
import { barsConfig } from "./chart-bars.js";
import { lineConfig, appendTo, extendTo, advance } from "./chart-line.js";
import { formats } from "./chart-format.js";
import { describe, describeGap, summarise } from "./chart-readout.js";
import { palette } from "./chart-theme.js";
import { listenToKeys } from "./chart-keys.js";
import { listenToPointers } from "./chart-gestures.js";
import { openCalendars } from "./chart-date.js";
import { stayInPlace } from "./chart-place.js";
import { zoomer } from "./chart-zoom.js";

export { remember, remembered } from "./chart-memory.js";

const clockStep = 1000;

export function create(figure) {
  const canvas = figure.querySelector("canvas");
  const readout = figure.querySelector(".readout");
  const stop = new AbortController();
  const view = {
    figure, canvas, signal: stop.signal, chart: null, data: null, chosen: null,
    choose, clear: () => choose(null), count, go,
    isLine: () => view.data?.kind === "line",
    stay: stayInPlace(figure.closest(".chart-card"), stop.signal),
  };
  const zoom = zoomer(view);
  view.zoom = zoom;
  let clock = 0;

  // A bar or a point by its place; of a line also a silence, as the two times that it lies between.
  function choose(what) {
    view.chosen = what;
    const { chart, data } = view;
    const format = formats(data);
    readout.setAttribute("aria-live", document.activeElement === canvas ? "polite" : "off");
    if (what === null) summarise(readout, data, format);
    else if (Array.isArray(what)) describeGap(readout, data, what, format);
    else describe(readout, data, what, format);
    chart.$chosen = Array.isArray(what) ? null : what;
    chart.update("none");
  }

  function count() {
    return view.isLine() ? view.data.times.length : view.data.bars.length;
  }

  // To the period before or after: the page's own links know where that is.
  function go(direction) {
    zoom.forget();
    figure.closest(".chart-card").querySelector(`[data-go=${direction}]`)?.click();
  }

  function tell() {
    const { data } = view;
    const times = view.isLine() ? data.times : data.bars.filter(bar => bar.peak !== null).map(bar => bar.start);
    Object.assign(canvas.dataset, {
      kind: data.kind, unit: data.unit, points: times.length, lastTime: times.at(-1) ?? "",
      from: data.from, until: data.until, step: data.step, ghost: data.ghost?.title ?? "", series: data.series.length,
    });
  }

  function draw() {
    const { data } = view;
    view.chart?.destroy();
    const config = (view.isLine() ? lineConfig : barsConfig)(data, palette(), formats(data), choose);
    view.chart = new Chart(canvas, config);
    const stillThere = Array.isArray(view.chosen) || (view.chosen !== null && view.chosen < count());
    choose(stillThere ? view.chosen : null);
    tell();
  }

  // The window of the live view moves on although nothing comes: silence must be seen.
  function startClock() {
    clearInterval(clock);
    if (!view.data.live || !view.isLine()) return;
    const offset = view.data.now - performance.now();
    clock = setInterval(() => {
      if (!document.hidden && !zoom.busy) advance(view.chart, view.data, offset + performance.now());
    }, clockStep);
  }

  const redraw = () => view.data && draw();
  document.addEventListener("themechange", redraw, { signal: stop.signal });
  document.fonts.ready.then(() => stop.signal.aborted || redraw());
  listenToKeys(view);
  listenToPointers(view);
  openCalendars(figure.closest(".chart-card"), stop.signal);

  function dispose() {
    stop.abort();
    clearInterval(clock);
    zoom.forget();
    view.chart?.destroy();
    view.chart = null;
  }

  // The server that would have said so is gone, and so is the canvas.
  document.addEventListener("circuitlost", dispose, { signal: stop.signal });

  return {
    show(next) {
      const { data } = view;
      // What is being moved is read again when it is let go.
      if (zoom.busy && data?.kind === "line" && next.kind === "line" && (zoom.moving || data.from === next.from)) return;
      const same = data && data.from === next.from && data.kind === next.kind && data.unit === next.unit;
      if (!same) view.chosen = null;
      zoom.forget();
      view.data = next;
      draw();
      startClock();
    },
    append(times, watts) {
      const { chart, data } = view;
      if (!chart || !view.isLine() || !data.live || zoom.busy) return;
      appendTo(chart, data, times, watts);
      tell();
    },
    extend(times, watts, series, minWatts, maxWatts) {
      const { chart, data } = view;
      if (!chart || !view.isLine() || !data.live || zoom.busy) return;
      extendTo(chart, data, times, watts, series, minWatts, maxWatts);
      tell();
    },
    dispose,
  };
}
