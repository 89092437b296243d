// Power over time. A live line takes new samples at its right end, and its window moves with the clock.
import { axis, quietOptions, withAlpha } from "./chart-theme.js";
import { silences, silentSpans } from "./chart-gaps.js";
import { ghostLine } from "./chart-ghost.js";
import { lineNames } from "./chart-labels.js";
import { thresholdLine } from "./chart-threshold.js";

const second = 1000;
const minute = 60 * second;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map(seconds => seconds * second),
  ...[1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360].map(minutes => minutes * minute),
];

// Lines of several sensors are told apart without their shades too.
const dashes = [[], [8, 3], [3, 3], [10, 3, 2, 3], [1, 3]];

const points = (data, values) => data.times.map((time, index) => ({ x: time, y: values[index] }));

export function lineConfig(data, colours, format, choose) {
  const line = (values, extra) => ({
    data: points(data, values),
    borderColor: colours.live,
    borderWidth: 2,
    pointRadius: 0,
    pointHoverRadius: 0,
    tension: 0,
    spanGaps: false,
    ...extra,
  });
  const datasets = data.series.length > 0
    ? data.series.map((series, index) => line(series.heights, { borderColor: colours.shades[index], borderDash: dashes[index] }))
    : [line(data.watts, { fill: data.step ? false : "origin", backgroundColor: withAlpha(colours.live, 0.1) })];
  if (data.minWatts.length) {
    const edge = { borderWidth: 0, backgroundColor: withAlpha(colours.live, 0.22) };
    datasets.push(line(data.maxWatts, { ...edge, fill: "+1" }), line(data.minWatts, { ...edge, fill: false }));
  }
  datasets.push(...ghostLine(data, colours));
  const window = data.live ? windowAt(data, data.now) : { min: data.from, max: data.until };
  return {
    type: "line",
    data: { datasets },
    options: {
      ...quietOptions(colours),
      parsing: false,
      normalized: true,
      interaction: { mode: "nearest", intersect: false, axis: "x" },
      onHover: (event, elements, chart) => {
        if (event.type === "mouseout") return;
        const { left, right } = chart.chartArea;
        if (event.x < left || event.x > right) return;
        const found = at(data, chart.scales.x);
        if (found !== null && found !== chart.$chosen) choose(found);

        function at(data, x) {
          const time = x.getValueForPixel(event.x);
          return silentSpans(data, x).find(([from, until]) => time > from && time < until) ?? nearest(data, time);
        }
      },
      scales: {
        x: axis(colours, {
          type: "linear",
          ...window,
          grid: { display: false },
          afterBuildTicks: scale => { scale.ticks = timeTicks(scale); },
          ticks: { autoSkip: false, callback: value => format.tickTime(value) },
        }),
        y: axis(colours, {
          beginAtZero: true,
          ticks: { maxTicksLimit: 6, callback: (value, index, ticks) => format.axis(value, ticks) },
        }),
      },
    },
    plugins: [silences(data, colours), thresholdLine(data, colours, format), crosshair(data, colours), lineNames(data, colours)],
  };
}

// The line of several sensors from some time on: it takes the place of what was drawn from there.
export function extendTo(chart, data, times, watts, series, minWatts, maxWatts) {
  const found = data.times.findIndex(time => time >= times[0]);
  const kept = found < 0 ? data.times.length : found;
  const newTimes = [...data.times.slice(0, kept), ...times];
  const gone = newTimes.findIndex(time => time >= times.at(-1) - (data.until - data.from));
  const renew = (old, fresh) => [...old.slice(0, kept), ...fresh].slice(gone);
  data.times = newTimes.slice(gone);
  data.watts = renew(data.watts, watts);
  data.series.forEach((one, index) => { one.heights = renew(one.heights, series[index]); });
  const hasBand = data.maxWatts.length > 0 && maxWatts.length > 0;
  if (hasBand) {
    data.minWatts = renew(data.minWatts, minWatts);
    data.maxWatts = renew(data.maxWatts, maxWatts);
  } else if (data.maxWatts.length > 0) {
    [data.minWatts, data.maxWatts] = [[], []];
    [1, 2].forEach(index => { chart.data.datasets[index].data = []; });
  }
  const lines = data.series.length > 0 ? data.series.map(one => one.heights) : hasBand ? [data.watts, data.maxWatts, data.minWatts] : [data.watts];
  lines.forEach((values, index) => { chart.data.datasets[index].data = points(data, values); });
  if (typeof chart.$chosen === "number") chart.$chosen = Math.max(0, Math.min(chart.$chosen - gone, data.times.length - 1));
  advance(chart, data, Math.max(data.times.at(-1), chart.options.scales.x.max));
}

export function appendTo(chart, data, times, watts) {
  const line = chart.data.datasets[0].data;
  times.forEach((time, index) => insert(data, line, time, watts[index]));
  const oldest = data.times.at(-1) - (data.until - data.from);
  const gone = data.times.findIndex(time => time >= oldest);
  data.times.splice(0, gone);
  data.watts.splice(0, gone);
  line.splice(0, gone);
  if (chart.$chosen !== null && chart.$chosen !== undefined) chart.$chosen = Math.max(0, chart.$chosen - gone);
  advance(chart, data, Math.max(data.times.at(-1), chart.options.scales.x.max));
}

// Mostly at the end; a late sample finds its place, one that is there already is replaced.
function insert(data, line, time, watts) {
  let at = data.times.length;
  while (at > 0 && data.times[at - 1] >= time) at--;
  const known = data.times[at] === time ? 1 : 0;
  if (at === data.times.length && at > 0 && time - data.times[at - 1] > data.maxGap) {
    data.times.push(data.times[at - 1] + 1);
    data.watts.push(null);
    line.push({ x: data.times[at], y: null });
    at++;
  }
  data.times.splice(at, known, time);
  data.watts.splice(at, known, watts);
  line.splice(at, known, { x: time, y: watts });
}

export function advance(chart, data, now) {
  Object.assign(chart.options.scales.x, windowAt(data, Math.max(now, data.times.at(-1) ?? now)));
  chart.update("none");
}

const windowAt = (data, now) => ({ min: now - (data.until - data.from), max: now });

// Whole minutes or hours by the clock of the site: offsets of zones are multiples of a quarter of an hour.
function timeTicks({ min, max, width }) {
  const most = Math.max(2, Math.floor(width / 70));
  const step = steps.find(step => (max - min) / step <= most) ?? steps.at(-1);
  // A long step begins at the window's start, which is midnight, so that it counts from there whatever the zone.
  const origin = step > 15 * minute && max - min > 22 * 60 * minute ? min : 0;
  const ticks = [];
  for (let value = origin + Math.ceil((min - origin) / step) * step; value <= max; value += step) ticks.push({ value });
  return ticks;
}

function nearest(data, time) {
  let best = null;
  data.times.forEach((candidate, index) => {
    if (data.watts[index] !== null && (best === null || Math.abs(candidate - time) < Math.abs(data.times[best] - time))) best = index;
  });
  return best;
}

// Where one points: a hairline and a dot on the line.
function crosshair(data, colours) {
  return {
    id: "crosshair",
    afterDatasetsDraw({ ctx, chartArea, scales: { x, y }, $chosen }) {
      if ($chosen === null || $chosen === undefined || data.watts[$chosen] == null) return;
      const at = x.getPixelForValue(data.times[$chosen]);
      if (at < chartArea.left) return;
      ctx.save();
      ctx.strokeStyle = colours.muted;
      ctx.beginPath();
      ctx.moveTo(at, chartArea.top);
      ctx.lineTo(at, chartArea.bottom);
      ctx.stroke();
      ctx.fillStyle = colours.live;
      ctx.strokeStyle = colours.surface;
      ctx.lineWidth = 2;
      ctx.beginPath();
      ctx.arc(at, y.getPixelForValue(data.watts[$chosen]), 5, 0, 2 * Math.PI);
      ctx.fill();
      ctx.stroke();
      ctx.restore();
    },
  };
}
