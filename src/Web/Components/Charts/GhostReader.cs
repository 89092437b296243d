using System.Globalization;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Components.Charts;

/// <summary>Reads the period that a view is compared with, laid over the one shown.</summary>
public sealed class GhostReader(SensorEnergy energy)
{
    private const long Quarter = 15 * UnixMicroseconds.PerMinute;

    /// <param name="now">Unix microseconds.</param>
    /// <returns>The whole, and what stands behind each bar; null when nothing is compared.</returns>
    internal async Task<(ChartGhost Whole, IReadOnlyList<GhostBar?> Bars)?> ReadBarsAsync(
        ChartPeriod shown, ChartUnit unit, IReadOnlyList<ChartSensor> sensors, long now, Task<long?[]> begins, CancellationToken cancel)
    {
        if (shown.Compared is not { } other) return null;
        // Cut where the other period was as far as this one is now, so that what is not over yet is compared with as much.
        var cut = now >= shown.End ? other.End : PeriodAlignment.MomentIn(shown, other, now);
        var isCut = cut > other.Start && cut < other.End && Array.BinarySearch(other.Edges, cut) < 0;
        long[] edges = isCut ? [.. other.Edges.Append(cut).Order()] : other.Edges;
        var read = await energy.ReadAsync(sensors, edges, cancel);
        var known = await begins;
        var bins = edges.SkipLast(1).Select((_, i) => ChartBin.Of([.. read.Select(sensor => sensor[i])], known, now)).ToList();
        var (culture, partners) = (CultureInfo.CurrentCulture, PeriodAlignment.Of(shown, other));
        var bars = partners.Select(partner => partner is { } place ? ToBar(other.Edges[place], other.Edges[place + 1]) : null).ToList();
        return (new ChartGhost(other.Title(culture), ChartTotals.Of([.. bins.Where(bin => bin.End <= cut)]), [], []), bars);

        GhostBar ToBar(long start, long end)
        {
            var pieces = bins.Where(bin => bin.Start >= start && bin.End <= end).ToList();
            var soFar = start < cut && cut < end ? pieces.Where(bin => bin.End <= cut).ToList() : pieces;
            return new GhostBar(NameOf(other, start, end, culture), Height(ChartTotals.Of(pieces), unit), ChartTotals.Of(soFar));
        }
    }

    /// <summary>The line of a day, by quarters of an hour: the shape of the day and not its noise.</summary>
    internal async Task<ChartGhost?> ReadLineAsync(
        ChartPeriod shown, IReadOnlyList<ChartSensor> sensors, long now, Task<long?[]> begins, CancellationToken cancel)
    {
        if (shown.Compared is not { } other) return null;
        var edges = new List<long>();
        for (var edge = other.Start; edge < other.End; edge += Quarter) edges.Add(edge);
        edges.Add(other.End);
        var read = await energy.ReadAsync(sensors, [.. edges], cancel);
        var known = await begins;
        var bins = edges.SkipLast(1).Select((_, i) => ChartBin.Of([.. read.Select(sensor => sensor[i])], known, now)).ToList();
        var points = bins
            .Select(bin => (Time: PeriodAlignment.BackFrom(shown, other, (bin.Start + bin.End) / 2), bin.MeanWatts))
            .Where(point => point.Time is not null)
            .OrderBy(point => point.Time)
            .ToList();
        return new ChartGhost(
            other.Title(CultureInfo.CurrentCulture), ChartTotals.Of(bins), [.. points.Select(point => point.Time!.Value / 1000)], [.. points.Select(point => point.MeanWatts)]);
    }

    private static double? Height(ChartTotals totals, ChartUnit unit) => totals.MeanWatts is null ? null : unit switch
    {
        ChartUnit.Watts => totals.MeanWatts,
        ChartUnit.Kwh => totals.Kwh,
        _ => (double)totals.Cost,
    };

    // An hour's own name is that of the hour shown: its day says which it is.
    private static string NameOf(ChartPeriod other, long start, long end, CultureInfo culture) =>
        other.Scale == Shared.Queries.Scale.Day ? other.Title(culture) : other.BinTitle(start, end, culture);
}
