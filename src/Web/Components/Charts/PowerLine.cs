using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>Power over time as a line of not too many points.</summary>
internal static class PowerLine
{
    private const int MostPoints = 1800;

    /// <summary>A line of mean powers; of one sensor with the band between the extremes.</summary>
    public static ChartData OfBins(ChartData data, IReadOnlyList<ChartBin> bins, bool isSum) => data with
    {
        Times = Middles(bins),
        Watts = [.. bins.Select(bin => bin.MeanWatts)],
        MinWatts = isSum ? [] : [.. bins.Select(bin => bin.MinWatts)],
        MaxWatts = isSum ? [] : [.. bins.Select(bin => bin.MaxWatts)],
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
