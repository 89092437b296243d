using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Queries;

/// <summary>
/// The steps of a line of power with a certain number of points, made so that the coarsest tier that is fine enough
/// serves them: a step is a whole number of its buckets. Only steps below a minute need the samples themselves.
/// </summary>
/// <param name="Edges">Unix microseconds, strictly ascending; none for an empty span. The first and the last step may be shorter.</param>
/// <param name="Length">Microseconds of a step.</param>
/// <param name="Tier">Null for the samples.</param>
public sealed record PowerSteps(long[] Edges, long Length, EnergyTier? Tier)
{
    /// <param name="from">Unix microseconds, included.</param>
    /// <param name="until">Unix microseconds, excluded.</param>
    /// <param name="most">The most steps.</param>
    /// <param name="least">No step is shorter than this: microseconds.</param>
    public static PowerSteps Of(long from, long until, int most, long least)
    {
        if (from >= until) return new PowerSteps([], least, null);
        var length = Math.Max(least, Divide(until - from, most));
        var tier = EnergyTier.CoarseToFine.FirstOrDefault(tier => tier.LengthMicroseconds <= length);
        var start = from;
        if (tier is not null)
        {
            start = tier.Floor(from);
            length = tier.Ceiling(Math.Max(least, Divide(until - start, most)));
        }

        var edges = new List<long> { from };
        for (var edge = start + length; edge < until; edge += length) edges.Add(edge);
        edges.Add(until);
        return new PowerSteps([.. edges], length, tier);
    }

    private static long Divide(long length, long by) => (length + by - 1) / by;
}
