using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Push;

/// <summary>Samples by time, one a moment: as if they had come one after the other, the last one of a moment stays.</summary>
internal static class PushOrder
{
    /// <returns>The samples, and of those left out how many the next one repeated and how many it replaced.</returns>
    public static (Sample[] Samples, int Repeated, int Overwritten) Of(IReadOnlyList<Sample> samples)
    {
        var ordered = new List<Sample>(samples.Count);
        var (repeated, overwritten) = (0, 0);
        // A stable order: what came later stays later.
        foreach (var sample in samples.OrderBy(sample => sample.Time))
        {
            if (ordered.Count == 0 || ordered[^1].Time != sample.Time)
            {
                ordered.Add(sample);
                continue;
            }

            if (ordered[^1] == sample) repeated++;
            else overwritten++;
            ordered[^1] = sample;
        }

        return ([.. ordered], repeated, overwritten);
    }
}
