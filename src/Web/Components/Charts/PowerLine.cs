using PowerMeter.Shared.Queries;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>Power over time as a line of not too many points.</summary>
internal static class PowerLine
{
    private const int MostPoints = 1800;

    /// <summary>A line through the samples, broken where they are silent for too long.</summary>
    public static ChartData OfSamples(ChartData data, IReadOnlyList<StoredSample> samples)
    {
        var (times, watts) = (new List<long>(), new List<double?>());
        foreach (var sample in Thin(samples))
        {
            var at = sample.Time / 1000;
            if (times.Count > 0 && at - times[^1] > data.MaxGap)
            {
                times.Add(times[^1] + 1);
                watts.Add(null);
            }

            times.Add(at);
            watts.Add(sample.Watts);
        }

        return data with { Times = times, Watts = watts };
    }

    /// <summary>A line of mean powers with the band between the extremes.</summary>
    public static ChartData OfBins(ChartData data, IReadOnlyList<EnergyBin> bins) => data with
    {
        Times = [.. bins.Select(bin => (bin.Start + bin.End) / 2000)],
        Watts = [.. bins.Select(bin => bin.Energy.IsCovered ? bin.Energy.MeanWatts : (double?)null)],
        MinWatts = [.. bins.Select(bin => bin.Energy.IsCovered ? bin.Energy.MinWatts : (double?)null)],
        MaxWatts = [.. bins.Select(bin => bin.Energy.IsCovered ? bin.Energy.MaxWatts : (double?)null)],
    };

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
