using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>Power over time as a line of not too many points.</summary>
internal static class PowerLine
{
    private const int MostPoints = 1800;

    /// <summary>A line of a sensor's mean powers, with the band between the extremes.</summary>
    public static ChartData OfBins(ChartData data, IReadOnlyList<ChartBin> bins) => data with
    {
        Times = Middles(bins),
        Watts = [.. bins.Select(bin => bin.MeanWatts)],
        MinWatts = [.. bins.Select(bin => bin.MinWatts)],
        MaxWatts = [.. bins.Select(bin => bin.MaxWatts)],
    };

    /// <summary>A line of the mean powers of a sum.</summary>
    /// <param name="extremes">Of each bin; null when they are not known, and then there is no band.</param>
    public static ChartData OfSum(ChartData data, IReadOnlyList<ChartBin> bins, IReadOnlyList<(double Min, double Max)?>? extremes) => data with
    {
        Times = Middles(bins),
        Watts = [.. bins.Select(bin => bin.MeanWatts)],
        MinWatts = extremes is null ? [] : [.. extremes.Select(extreme => extreme?.Min)],
        MaxWatts = extremes is null ? [] : [.. extremes.Select(extreme => extreme?.Max)],
    };

    /// <summary>Unix milliseconds.</summary>
    public static IReadOnlyList<long> Middles(IReadOnlyList<ChartBin> bins) => [.. bins.Select(bin => (bin.Start + bin.End) / 2000)];

    /// <summary>The least and the greatest sample of each of equal groups, so that no peak is lost.</summary>
    public static IEnumerable<StoredSample> Thin(IReadOnlyList<StoredSample> samples, int most = MostPoints)
    {
        if (samples.Count <= most) return samples;
        var group = (int)Math.Ceiling(samples.Count / (most / 2.0));
        return samples.Chunk(group).SelectMany(Extremes);
    }

    private static IEnumerable<StoredSample> Extremes(StoredSample[] group)
    {
        var (least, greatest) = (group.MinBy(sample => sample.Watts), group.MaxBy(sample => sample.Watts));
        if (least.Time == greatest.Time) return [least];
        return least.Time < greatest.Time ? [least, greatest] : [greatest, least];
    }
}
