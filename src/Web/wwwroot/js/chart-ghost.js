// The period that one compares with: a grey outline, over the bars or behind the line.
import { withAlpha } from "./chart-theme.js";

// The outline of all columns together, broken where there was nothing.
export function ghostBars(data, colours) {
  return {
    id: "ghost",
    afterDatasetsDraw({ ctx, chartArea, scales: { x, y } }) {
      if (!data.ghost) return;
      const half = (chartArea.right - chartArea.left) / data.bars.length / 2;
      const zero = y.getPixelForValue(0);
      ctx.save();
      ctx.strokeStyle = withAlpha(colours.muted, 0.85);
      ctx.lineWidth = 1.5;
      ctx.beginPath();
      let open = false;
      data.bars.forEach((bar, index) => {
        const known = bar.ghost?.height != null;
        const left = x.getPixelForValue(index) - half;
        if (known && !open) ctx.moveTo(left, zero);
        if (!known && open) ctx.lineTo(left, zero);
        open = known;
        if (!known) return;
        const end = y.getPixelForValue(bar.ghost.height);
        ctx.lineTo(left, end);
        ctx.lineTo(left + 2 * half, end);
      });
      if (open) ctx.lineTo(chartArea.right, zero);
      ctx.stroke();
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
