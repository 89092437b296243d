namespace PowerMeter.Web.Components.Charts;

/// <summary>One of several sensors that are drawn each for itself.</summary>
/// <param name="Heights">One a bar or a time of the chart, in its unit; null without coverage.</param>
/// <param name="Kwh">One a bar; none for a line.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Heights, IReadOnlyList<double> Kwh)
{
    /// <summary>More than this many shades nobody tells apart: the least are drawn together.</summary>
    public const int Most = 5;

    /// <summary>The greatest for themselves and the others together.</summary>
    /// <param name="all">One a sensor, with as many heights each.</param>
    /// <param name="others">The name of those that are put together, which has a place for their number.</param>
    public static IReadOnlyList<ChartSeries> Legible(IReadOnlyList<ChartSeries> all, Func<int, string> others)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(others);
        if (all.Count <= Most) return all;
        var small = all.OrderByDescending(series => series.Heights.Sum(height => Math.Abs(height ?? 0))).Skip(Most - 1).ToHashSet();
        var rest = small.ToList();
        return
        [
            .. all.Where(series => !small.Contains(series)),
            new ChartSeries(
                others(rest.Count),
                [.. rest[0].Heights.Select((_, i) => rest.All(series => series.Heights[i] is null) ? (double?)null : rest.Sum(series => series.Heights[i] ?? 0))],
                [.. rest[0].Kwh.Select((_, i) => rest.Sum(series => series.Kwh[i]))]),
        ];
    }
}
