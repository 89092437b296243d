using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Corrections;

/// <summary>Tags samples by the tariff that holds at their time, within a transaction: for those that came to other times, or from before a change of contracts.</summary>
internal sealed class SampleTagging(KeptSamples samples, TariffCalendar calendar)
{
    private const string Tag = "update measures set night_rate = $4 where sensor_id = $1 and time >= $2 and time < $3 and night_rate <> $4";

    /// <param name="first">Unix microseconds.</param>
    /// <param name="last">Included.</param>
    public async Task RunAsync(int sensorId, long first, long last, CancellationToken cancel)
    {
        foreach (var (from, until, isNight) in Spans(calendar, first, last + 1))
            await samples.ExecuteAsync(
                Tag, cancel, KeptSamples.Id(sensorId), MeasureSpans.Time(from), MeasureSpans.Time(until), new NpgsqlParameter<bool> { TypedValue = isNight });
    }

    /// <summary>The longest spans of one tariff within [from, until), ascending; unix microseconds.</summary>
    internal static IEnumerable<(long From, long Until, bool IsNight)> Spans(TariffCalendar calendar, long from, long until)
    {
        (long From, long Until, bool IsNight)? open = null;
        for (var at = from; at < until;)
        {
            var span = calendar.SpanAt(UnixMicroseconds.ToInstant(at));
            var end = span.End >= UnixMicroseconds.ToInstant(until) ? until : span.End.ToUnixMicroseconds();
            var isNight = span.Tariff == Tariff.Night;
            if (open is { } whole && whole.IsNight == isNight)
            {
                open = (whole.From, end, isNight);
            }
            else
            {
                if (open is { } done) yield return done;
                open = (at, end, isNight);
            }

            at = end;
        }

        if (open is { } last) yield return last;
    }
}
