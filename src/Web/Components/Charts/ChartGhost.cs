namespace PowerMeter.Web.Components.Charts;

/// <summary>The period that the chart is compared with.</summary>
/// <param name="Title">Its name, such as "Wednesday, 18 November 2026".</param>
/// <param name="Totals">Of as much of it as has passed of the period shown.</param>
/// <param name="Times">Of a line, in unix milliseconds of the period shown.</param>
/// <param name="Watts">Of a line: the mean of each quarter of an hour; null without coverage.</param>
public sealed record ChartGhost(string Title, ChartTotals Totals, IReadOnlyList<long> Times, IReadOnlyList<double?> Watts);
