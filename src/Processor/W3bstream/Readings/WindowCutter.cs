using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Rewards;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>Makes readings of samples: one a window, which begin at whole multiples of their length since 1970.</summary>
public static class WindowCutter
{
    /// <summary>In microseconds.</summary>
    public static long LengthOf(W3bstreamSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.WindowSeconds * UnixMicroseconds.PerSecond;
    }

    /// <returns>The windows of so many microseconds that lie within the span, wholly.</returns>
    public static IEnumerable<Stretch> Within(Stretch span, long length)
    {
        for (var start = UnixMicroseconds.Ceiling(span.From, length); start + length <= span.Until; start += length)
            yield return new Stretch(start, start + length);
    }

    public static bool FitsInto(Stretch span, long length) => UnixMicroseconds.Ceiling(span.From, length) + length <= span.Until;

    /// <param name="made">Time that has been made into readings: no window that overlaps it is made.</param>
    /// <param name="sensors">Their samples from <see cref="RewardQuery.MeanOver"/> before the span on, with the neighbours on both sides.</param>
    /// <param name="now">Unix microseconds.</param>
    /// <returns>The windows of the span that are ready and at least partly covered, ascending.</returns>
    public static List<MadeWindow> Cut(Stretch span, TimeSet made, IReadOnlyList<SensorSamples> sensors, long now, W3bstreamSettings settings)
    {
        ArgumentNullException.ThrowIfNull(made);
        ArgumentNullException.ThrowIfNull(sensors);
        ArgumentNullException.ThrowIfNull(settings);
        var line = sensors.Select(sensor => PowerLine.Of(sensor.Samples, sensor.Sensor.MaxGap)).Aggregate(PowerLine.Add);
        var readyUntil = Math.Min(Math.Min(now, span.Until), sensors.Min(sensor => sensor.ReadyUntil(now)));
        var windows = new List<MadeWindow>();
        foreach (var window in made.Missing(span.From, readyUntil).SelectMany(free => Within(free, LengthOf(settings))))
            if (line.MeanOf(window.From, window.Until) is { } mean)
                windows.Add(new MadeWindow(
                    new Reading(window.From, window.Until, mean.Watts, mean.CoveredMicroseconds),
                    settings.Rewards.RateOf(line.MeanOf(window.Until - RewardQuery.MeanOver, window.Until)?.Watts ?? mean.Watts)));
        return windows;
    }
}
