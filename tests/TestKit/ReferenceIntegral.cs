using PowerMeter.Shared.Measurement;

namespace PowerMeter.Tests.TestKit;

/// <summary>
/// The rules of the integral, slow and obviously right: it walks in steps of one second, takes the power in the middle
/// of each step off the line between the two samples around it, and adds it up. For samples and edges on whole seconds.
/// </summary>
public static class ReferenceIntegral
{
    public readonly record struct TaggedSample(long Second, double Watts, bool Night);

    /// <param name="samples">In any order; no two of one second.</param>
    /// <param name="edges">Ascending, in whole seconds.</param>
    /// <returns>Energy without its extremes, a bin.</returns>
    public static (double Day, double Night, double Covered)[] Of(IEnumerable<TaggedSample> samples, long[] edges, long maxGapSeconds)
    {
        ArgumentNullException.ThrowIfNull(edges);
        var ordered = samples.OrderBy(sample => sample.Second).ToList();
        var bins = new (double Day, double Night, double Covered)[edges.Length - 1];
        for (var bin = 0; bin < bins.Length; bin++)
            for (var second = edges[bin]; second < edges[bin + 1]; second++)
            {
                var before = ordered.FindLastIndex(sample => sample.Second <= second);
                if (before < 0 || before + 1 >= ordered.Count) continue;
                var (a, b) = (ordered[before], ordered[before + 1]);
                if (b.Second - a.Second > maxGapSeconds) continue;
                var watts = a.Watts + (b.Watts - a.Watts) * (second + 0.5 - a.Second) / (b.Second - a.Second);
                bins[bin].Covered += 1;
                if (a.Night) bins[bin].Night += watts / 3600;
                else bins[bin].Day += watts / 3600;
            }

        return bins;
    }

    public static Energy[] OfIntegrator(IEnumerable<TaggedSample> samples, long[] edges, long maxGapSeconds)
    {
        var integrator = new EnergyIntegrator([.. edges.Select(edge => edge * UnixMicroseconds.PerSecond)], maxGapSeconds * UnixMicroseconds.PerSecond);
        foreach (var sample in samples.OrderBy(sample => sample.Second))
            integrator.Add(sample.Second * UnixMicroseconds.PerSecond, sample.Watts, sample.Night);
        return integrator.Result();
    }
}
