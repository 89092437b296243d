namespace PowerMeter.Benchmarks.Sensors;

/// <summary>What became of one sensor's readings.</summary>
/// <param name="Good">Readings that were delivered whole.</param>
/// <param name="Lost">Good ones that are not stored.</param>
/// <param name="Wrong">Stored ones that were not good, or are stored twice.</param>
internal readonly record struct SoakVerdict(long Good, long Lost, long Wrong)
{
    /// <param name="good">Each value once.</param>
    public static SoakVerdict Compare(IReadOnlyCollection<double> good, IReadOnlyList<double> stored)
    {
        var kept = stored.ToHashSet();
        var expected = good.ToHashSet();
        if (expected.Count != good.Count) throw new InvalidOperationException("A value was given twice: nothing can be told by it.");
        return new SoakVerdict(good.Count, good.Count(value => !kept.Contains(value)), stored.Count - kept.Count + kept.Count(value => !expected.Contains(value)));
    }
}
