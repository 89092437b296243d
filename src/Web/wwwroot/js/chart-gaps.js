// Where nothing was measured: hatched, and said.
import { hatch, withAlpha } from "./chart-theme.js";

const measured = 0.99;
const minute = 60_000;

function drawing(name, colours, columns) {
  return {
    id: name,
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea } = chart;
      ctx.save();
      ctx.fillStyle = hatch(ctx, withAlpha(colours.missing, 0.7));
      for (const [from, until] of columns(chart)) {
        const left = Math.max(from, chartArea.left);
        const right = Math.min(until, chartArea.right);
        if (right > left) ctx.fillRect(left, chartArea.top, right - left, chartArea.bottom - chartArea.top);
      }
      ctx.restore();
    },
  };
}

// Behind the bars: a column where samples are missing.
export const gaps = (data, colours) => drawing("gaps", colours, ({ chartArea, scales: { x } }) => {
  const half = (chartArea.right - chartArea.left) / data.bars.length / 2;
  return data.bars
    .map((bar, index) => ({ coverage: bar.coverage, at: x.getPixelForValue(index) }))
    .filter(({ coverage }) => coverage !== null && coverage < measured)
    .map(({ at }) => [at - half, at + half]);
});

// Behind a line: where the sensor was silent for too long, up to now.
export const silences = (data, colours) => drawing("silences", colours, ({ scales: { x } }) =>
  silentSpans(data, x).map(span => span.map(time => x.getPixelForValue(time))));

export function silentSpans(data, { min, max }) {
  const end = data.live ? max : Math.min(max, data.now);
  const silence = Math.max(data.maxGap, 1.5 * data.step);
  const spans = [];
  // Before the first sample of all nothing is missing.
  let last = data.begin === null ? null : Math.max(data.begin, Math.min(min, data.times[0] ?? min));
  data.times.forEach((time, index) => {
    if (data.watts[index] === null) return;
    if (last !== null && time - last > silence) spans.push([last, time]);
    last = time;
  });
  // What comes next has not come yet.
  if (last !== null && end - last > silence + minute) spans.push([last, end]);
  return spans;
}
