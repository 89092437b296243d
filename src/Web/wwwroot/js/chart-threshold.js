// The subscribed power, as a line with its name at the right end, where the chart reaches up to it.
import { fontFamily } from "./chart-theme.js";

export function thresholdLine(data, colours, format) {
  return {
    id: "threshold",
    afterDatasetsDraw({ ctx, chartArea, scales: { y } }) {
      if (data.unit !== "watts" || !data.threshold || data.threshold > y.max) return;
      const at = y.getPixelForValue(data.threshold);
      ctx.save();
      ctx.strokeStyle = ctx.fillStyle = colours.trouble;
      ctx.setLineDash([6, 4]);
      ctx.beginPath();
      ctx.moveTo(chartArea.left, at);
      ctx.lineTo(chartArea.right, at);
      ctx.stroke();
      ctx.font = `12px ${fontFamily}`;
      ctx.textAlign = "right";
      ctx.textBaseline = "bottom";
      ctx.fillText(`${data.texts.Chart_Threshold} ${format.watts(data.threshold)}`, chartArea.right - 4, at - 4);
      ctx.restore();
    },
  };
}
