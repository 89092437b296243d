namespace PowerMeter.Tests.TestKit;

/// <summary>
/// The mean of a window, slow and obviously right: it walks in steps of a tenth of a second, takes each sensor's power in
/// the middle of the step off the line between the two samples around it, and counts the step where all of them have one.
/// For samples and edges on whole tenths of a second. Times are unix microseconds.
/// </summary>
public static class ReferenceWindows
{
    public const long Tick = 100_000;

    /// <param name="Samples">In any order; no two of one time.</param>
    public readonly record struct Sensor(IReadOnlyList<(long Time, double Watts)> Samples, long MaxGap);

    /// <returns>Null without coverage.</returns>
    public static (double Watts, long Covered)? Of(IReadOnlyList<Sensor> sensors, long from, long until)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        var (sum, steps) = (0.0, 0);
        for (var time = from; time < until; time += Tick)
        {
            var watts = sensors.Select(sensor => At(sensor, time + Tick / 2)).ToList();
            if (watts.Contains(null)) continue;
            sum += watts.Sum()!.Value;
            steps++;
        }

        return steps == 0 ? null : (sum / steps, steps * Tick);
    }

    /// <returns>The windows of a span that have any coverage, by their starts.</returns>
    public static Dictionary<long, (double Watts, long Covered)> All(IReadOnlyList<Sensor> sensors, long from, long until, long length)
    {
        var windows = new Dictionary<long, (double, long)>();
        for (var start = (from + length - 1) / length * length; start + length <= until; start += length)
            if (Of(sensors, start, start + length) is { } window) windows.Add(start, window);
        return windows;
    }

    private static double? At(Sensor sensor, long time)
    {
        (long Time, double Watts)? before = null, after = null;
        foreach (var sample in sensor.Samples)
        {
            if (sample.Time <= time && (before is null || sample.Time > before.Value.Time)) before = sample;
            if (sample.Time > time && (after is null || sample.Time < after.Value.Time)) after = sample;
        }

        if (before is not { } a || after is not { } b || b.Time - a.Time > sensor.MaxGap) return null;
        return a.Watts + (b.Watts - a.Watts) * (time - a.Time) / (b.Time - a.Time);
    }
}
