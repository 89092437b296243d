using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Components.Charts;

/// <summary>A line of several sensors that goes on with the clock: its newest steps are read again, and take the place of the last ones.</summary>
internal static class LiveSum
{
    /// <summary>So many steps at the end are read again each time: one had only begun, and a late sample may belong to the others.</summary>
    public const int OpenSteps = 6;

    /// <summary>
    /// Up to when the sum is known: the newest sample of the sensor that is furthest behind. Who is silent for longer than a
    /// gap is not waited for.
    /// </summary>
    /// <param name="spans">The first and the last sample of each sensor, in unix microseconds; null for one without.</param>
    /// <param name="now">Unix microseconds.</param>
    public static long KnownUntil(IReadOnlyList<ChartSensor> sensors, IReadOnlyList<(long First, long Last)?> spans, long now)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        var lasts = sensors.Zip(spans)
            .Where(one => one.Second is { } span && now - span.Last <= one.First.MaxGapSeconds * UnixMicroseconds.PerSecond)
            .Select(one => one.Second!.Value.Last)
            .ToList();
        return lasts.Count == 0 ? now : Math.Min(now, lasts.Min());
    }

    /// <summary>What to read of a line of steps.</summary>
    /// <param name="until">Unix microseconds.</param>
    /// <returns>
    /// How many of its points stay, and the edges of the steps that follow them, in unix microseconds; null when there is too
    /// little or too long a time between to go on from it.
    /// </returns>
    public static (int Kept, long[] Edges)? Tail(ChartData line, long until)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.Times.Count < 2 || line.Step == 0) return null;
        var length = line.Step * 1000;
        var kept = Math.Max(0, line.Times.Count - OpenSteps);
        // The times are the middles of the steps, all of which are whole but the last.
        var start = line.Times[0] * 1000 - length / 2 + kept * length;
        if (until <= start || until - start > (line.Until - line.From) * 1000) return null;
        var edges = new List<long> { start };
        for (var edge = start + length; edge < until; edge += length) edges.Add(edge);
        edges.Add(until);
        return (kept, [.. edges]);
    }

    /// <summary>The line with its new end, as long as it was.</summary>
    /// <param name="kept">How many of its points stay.</param>
    public static ChartData Join(ChartData line, int kept, ChartData end)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(end);
        List<long> times = [.. line.Times.Take(kept), .. end.Times];
        var gone = times.FindIndex(time => time >= times[^1] - (line.Until - line.From));
        return line with
        {
            Now = end.Now,
            Times = times[gone..],
            Watts = JoinValues(line.Watts, end.Watts),
            MinWatts = HasBand() ? JoinValues(line.MinWatts, end.MinWatts) : [],
            MaxWatts = HasBand() ? JoinValues(line.MaxWatts, end.MaxWatts) : [],
            Series = [.. line.Series.Zip(end.Series, (old, fresh) => old with { Heights = JoinValues(old.Heights, fresh.Heights) })],
        };

        bool HasBand() => line.MaxWatts.Count > 0 && end.MaxWatts.Count > 0;

        IReadOnlyList<double?> JoinValues(IReadOnlyList<double?> old, IReadOnlyList<double?> fresh) => [.. old.Take(kept).Concat(fresh).Skip(gone)];
    }
}
