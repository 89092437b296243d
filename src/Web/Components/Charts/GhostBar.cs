namespace PowerMeter.Web.Components.Charts;

/// <summary>What stands behind a bar: its counterpart in the period that it is compared with.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Height">In the chart's unit; null without coverage.</param>
/// <param name="Figures">Of a bar that still runs, those of as much of the counterpart.</param>
public sealed record GhostBar(string Title, double? Height, ChartTotals Figures);
