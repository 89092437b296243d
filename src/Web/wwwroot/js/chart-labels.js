// Words within the chart, beside what they mean.
import { fontFamily } from "./chart-theme.js";

const height = 14;
const font = `12px ${fontFamily}`;

function write(ctx, colours, colour, text, x, y) {
  ctx.font = font;
  ctx.lineJoin = "round";
  ctx.lineWidth = 4;
  ctx.strokeStyle = colours.surface;
  ctx.fillStyle = colour;
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}

// The bar that goes on now is not yet what it will be.
export function soFar(data, colours) {
  return {
    id: "soFar",
    afterDraw(chart) {
      const index = data.live ? -1 : data.bars.findIndex(bar => bar.running && bar.peak !== null);
      if (index < 0) return;
      const { ctx, chartArea } = chart;
      const tops = chart.data.datasets.map((_, set) => chart.getDatasetMeta(set).data[index]?.y).filter(Number.isFinite);
      const bar = chart.getDatasetMeta(0).data[index];
      ctx.save();
      ctx.textAlign = "left";
      ctx.textBaseline = "bottom";
      ctx.font = font;
      // It begins at its bar: what lies to the right has not been measured yet, and no bar is under the word.
      const width = ctx.measureText(data.texts.Chart_Running).width + 4;
      const x = Math.max(Math.min(bar.x - bar.width / 2, chartArea.right - width), chartArea.left);
      const top = Math.min(...tops);
      const ghost = data.bars[index].ghost?.height;
      const line = ghost == null ? Infinity : chart.scales.y.getPixelForValue(ghost);
      // Above the compared period's line where there is no room for it between the two.
      const above = line < top && line > top - height - 8 ? line : top;
      write(ctx, colours, colours.muted, data.texts.Chart_Running, x, Math.max(above - 4, chartArea.top + height));
      ctx.restore();
    },
  };
}

// Each line bears its name at its right end; names that would lie on each other make room.
export function lineNames(data, colours) {
  return {
    id: "lineNames",
    afterDraw({ ctx, chartArea, scales: { x, y } }) {
      if (data.series.length === 0) return;
      const places = data.series
        .map((series, index) => ({ name: series.name, y: endOf(data, series, x, y), colour: colours.shades[index] }))
        .filter(place => place.y !== null)
        .sort((a, b) => a.y - b.y);
      places.forEach((place, index) => {
        place.y = Math.max(place.y, chartArea.top + height, index > 0 ? places[index - 1].y + height : 0);
      });
      ctx.save();
      ctx.textAlign = "right";
      ctx.textBaseline = "bottom";
      for (const { name, y, colour } of places) write(ctx, colours, colour, name, chartArea.right - 4, y - 3);
      ctx.restore();
    },
  };
}

function endOf(data, series, x, y) {
  for (let index = data.times.length - 1; index >= 0; index--)
    if (series.heights[index] !== null && data.times[index] <= x.max) return y.getPixelForValue(series.heights[index]);
  return null;
}
