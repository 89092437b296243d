// Energy, its cost or mean power by bin: off-peak below, peak above, or a shade a sensor; what was not measured is hatched.
import { axis, quietOptions, withAlpha } from "./chart-theme.js";
import { gaps } from "./chart-gaps.js";
import { ghostBars, ghostExtremes } from "./chart-ghost.js";
import { soFar } from "./chart-labels.js";
import { thresholdLine } from "./chart-threshold.js";

export function barsConfig(data, colours, format, choose) {
  const shade = colour => context => {
    const chosen = context.chart.$chosen;
    return chosen === null || chosen === undefined || chosen === context.dataIndex ? colour : withAlpha(colour, 0.55);
  };
  const bars = (heights, colour) => ({
    data: heights,
    backgroundColor: shade(colour),
    hoverBackgroundColor: shade(colour),
    stack: "tariff",
    borderRadius: data.bars.length > 40 ? 1 : 3,
    borderSkipped: false,
    categoryPercentage: 0.92,
    barPercentage: 0.82,
    maxBarThickness: 72,
  });
  const datasets = data.series.length > 0
    ? data.series.map((series, index) => ({ ...bars(series.heights, colours.shades[index]), borderColor: colours.surface, borderWidth: { top: 1 } }))
    : [["offPeak", colours.offPeak], ["peak", colours.peak]].map(([key, colour]) => bars(data.bars.map(bar => bar[key]), colour));
  return {
    type: "bar",
    data: { labels: data.bars.map(bar => bar.label), datasets },
    options: {
      ...quietOptions(colours),
      interaction: { mode: "index", intersect: false, axis: "x" },
      onHover: (event, elements, chart) => {
        if (event.type === "mouseout") return;
        const index = columnAt(data, event, chart);
        if (index !== null && index !== chart.$chosen) choose(index);
      },
      scales: {
        x: axis(colours, { stacked: true, grid: { display: false }, ...(data.live ? roundMinutes(data) : { ticks: { autoSkipPadding: 12 } }) }),
        y: axis(colours, {
          stacked: true,
          beginAtZero: true,
          ...ghostExtremes(data),
          ticks: { maxTicksLimit: 6, callback: (value, index, ticks) => format.axis(value, ticks) },
        }),
      },
    },
    plugins: [gaps(data, colours), ghostBars(data, colours), soFar(data, colours), thresholdLine(data, colours, format)],
  };
}

// The last hour, a bar a minute: names at :00, :05, :10 and so on, wherever the window begins.
function roundMinutes(data) {
  return {
    afterBuildTicks: scale => {
      const most = Math.max(2, Math.floor(scale.width / 70));
      const step = [5, 10, 15, 30].find(step => data.bars.length / step <= most) ?? 30;
      scale.ticks = scale.ticks.filter(tick => Number(data.bars[tick.value].label.slice(3, 5)) % step === 0);
    },
    ticks: { autoSkip: false },
  };
}

// Of the future there is nothing to tell.
function columnAt(data, event, chart) {
  const { left, right } = chart.chartArea;
  if (event.x < left || event.x > right) return null;
  const index = chart.scales.x.getValueForPixel(event.x);
  return data.bars[index]?.coverage == null ? null : index;
}
