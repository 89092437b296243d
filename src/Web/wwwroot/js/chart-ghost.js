// The period that one compares with: a grey outline, over the bars or behind the line.
import { withAlpha } from "./chart-theme.js";

export function ghostBars(data, colours) {
  return {
    id: "ghost",
    afterDatasetsDraw(chart) {
      if (!data.ghost) return;
      const { ctx, scales: { y }, chartArea } = chart;
      const elements = chart.getDatasetMeta(0).data;
      ctx.save();
      ctx.beginPath();
      ctx.rect(chartArea.left, chartArea.top, chartArea.right - chartArea.left, chartArea.bottom - chartArea.top);
      ctx.clip();
      ctx.strokeStyle = colours.muted;
      ctx.lineWidth = 1.5;
      data.bars.forEach((bar, index) => {
        if (bar.ghost?.height == null) return;
        const half = elements[index].width / 2 + 2;
        const [zero, end] = [y.getPixelForValue(0), y.getPixelForValue(bar.ghost.height)];
        ctx.beginPath();
        ctx.moveTo(elements[index].x - half, zero);
        ctx.lineTo(elements[index].x - half, end);
        ctx.lineTo(elements[index].x + half, end);
        ctx.lineTo(elements[index].x + half, zero);
        ctx.stroke();
      });
      ctx.restore();
    },
  };
}

export function ghostLine(data, colours) {
  if (!data.ghost?.times.length) return [];
  return [{
    data: data.ghost.times.map((time, index) => ({ x: time, y: data.ghost.watts[index] })),
    borderColor: withAlpha(colours.muted, 0.8),
    borderWidth: 1.5,
    borderDash: [5, 4],
    pointRadius: 0,
    pointHoverRadius: 0,
    spanGaps: false,
    order: 1,
  }];
}

// How far the outlines reach, so that the axis does too.
export function ghostExtremes(data) {
  const heights = data.bars.map(bar => bar.ghost?.height).filter(height => height != null);
  return { suggestedMin: Math.min(0, ...heights), suggestedMax: Math.max(0, ...heights) };
}
