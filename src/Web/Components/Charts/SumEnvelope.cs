namespace PowerMeter.Web.Components.Charts;

/// <summary>
/// The least and the greatest sum of several lines of power within each step. Each line is straight between its samples, so the
/// sum is too between the samples of all of them: its extremes stand at samples, or at the edges of the steps. Nothing is lost
/// by looking only there, and a peak of one second stands in it as high as it was.
/// <para>A sensor takes part in a step when its line covers some of it; the sum is known at the moments at which all that take
/// part have a value.</para>
/// </summary>
internal static class SumEnvelope
{
    /// <param name="lines">The samples of each sensor, from one before the first edge to one after the last, if there are such.</param>
    /// <param name="edges">Ascending unix microseconds: n + 1 of them make n steps.</param>
    /// <returns>Watts of each step; null where the lines have no moment in common, or there are none.</returns>
    public static (double Min, double Max)?[] Of(IReadOnlyList<SampledLine> lines, long[] edges)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(edges);
        var cursors = lines.Select(line => new LineCursor(line)).ToList();
        var steps = new (double Min, double Max)?[edges.Length - 1];
        var moments = new SortedSet<long>();
        for (var i = 0; i < steps.Length; i++)
        {
            var (start, end) = (edges[i], edges[i + 1]);
            var covering = cursors.Where(cursor => cursor.Covers(start, end)).ToList();
            moments.Clear();
            moments.UnionWith([start, end, .. covering.SelectMany(cursor => cursor.TimesIn(start, end))]);
            foreach (var moment in moments)
                if (SumAt(covering, moment) is { } sum) steps[i] = steps[i] is var (min, max) ? (Math.Min(min, sum), Math.Max(max, sum)) : (sum, sum);
        }

        return steps;
    }

    private static double? SumAt(List<LineCursor> covering, long moment)
    {
        if (covering.Count == 0) return null;
        var sum = 0.0;
        foreach (var cursor in covering)
        {
            if (cursor.ValueAt(moment) is not { } watts) return null;
            sum += watts;
        }

        return sum;
    }
}
