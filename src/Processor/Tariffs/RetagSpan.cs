using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Processor.Tariffs;

/// <summary>Half-open span [From, Until), in unix microseconds, at most a day long, whose samples get the tariff.</summary>
public readonly record struct RetagSpan(long From, long Until, bool IsNight)
{
    /// <summary>One statement tags no more, so that it ends soon and progress shows.</summary>
    private const long Longest = 24 * UnixMicroseconds.PerHour;

    /// <param name="from">Unix microseconds, included.</param>
    /// <param name="until">Unix microseconds, excluded.</param>
    public static List<RetagSpan> Between(TariffCalendar old, TariffCalendar changed, long from, long until)
    {
        var spans = new List<RetagSpan>();
        foreach (var span in TariffDifference.Of(old, changed, UnixMicroseconds.ToInstant(from), UnixMicroseconds.ToInstant(until)))
        {
            var end = span.End.ToUnixMicroseconds();
            for (var at = span.Start.ToUnixMicroseconds(); at < end; at += Longest)
                spans.Add(new RetagSpan(at, Math.Min(at + Longest, end), span.Tariff == Tariff.Night));
        }

        return spans;
    }
}
