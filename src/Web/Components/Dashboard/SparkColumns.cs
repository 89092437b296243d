namespace PowerMeter.Web.Components.Dashboard;

/// <summary>
/// The last minutes of power in columns of a few seconds, summed over sensors. The columns stand on whole multiples, and only
/// those that are over count: so the picture changes once a column, not with every sample.
/// </summary>
internal static class SparkColumns
{
    public const int Count = 120;

    public static readonly long Milliseconds = (long)TileReader.Recent.TotalMilliseconds / Count;

    /// <param name="now">Unix milliseconds.</param>
    /// <returns>Watts of each column; not a number where no sensor measured.</returns>
    public static double[] Of(IReadOnlyList<WatchedSensor> sensors, long now)
    {
        var start = (now / Milliseconds - Count) * Milliseconds;
        var sum = new double[Count];
        Array.Fill(sum, double.NaN);
        foreach (var sensor in sensors)
        {
            var own = Of(sensor.Recent, start, (long)(sensor.Sensor.MaxGapSeconds * 1000));
            for (var i = 0; i < Count; i++)
                if (!double.IsNaN(own[i])) sum[i] = double.IsNaN(sum[i]) ? own[i] : sum[i] + own[i];
        }

        return sum;
    }

    /// <summary>The mean of what falls into a column, else what was measured before.</summary>
    private static double[] Of(IReadOnlyList<PowerPoint> points, long start, long maxGap)
    {
        var columns = new double[Count];
        var next = 0;
        for (var i = 0; i < Count; i++)
        {
            var (from, until) = (start + i * Milliseconds, start + (i + 1) * Milliseconds);
            while (next < points.Count && points[next].Time < from) next++;
            var (total, found) = (0.0, 0);
            for (var at = next; at < points.Count && points[at].Time < until; at++, found++) total += points[at].Watts;
            columns[i] = found > 0 ? total / found : Held(points, next, (from + until) / 2, maxGap);
        }

        return columns;
    }

    /// <summary>The value before holds until the next, so that a sample that comes later changes nothing that is drawn.</summary>
    /// <param name="next">The first point after the moment.</param>
    private static double Held(IReadOnlyList<PowerPoint> points, int next, long moment, long maxGap)
    {
        if (next == 0) return double.NaN;
        var before = points[next - 1];
        var until = next < points.Count ? points[next].Time : moment;
        return until - before.Time > maxGap ? double.NaN : before.Watts;
    }
}
