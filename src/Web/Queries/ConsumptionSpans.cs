using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

/// <summary>
/// Which spans the tiles are about, in the site's calendar: the days that the forecast looks back on, this month, yesterday
/// and today. All in unix microseconds.
/// </summary>
/// <param name="Days">Starts of days, ascending: the first that counts up to today.</param>
/// <param name="YesterdayUntil">
/// As long after yesterday's midnight as it is now after today's, so that both have lasted equally long also when the clocks
/// change; at most all of yesterday.
/// </param>
/// <param name="Until">Now; at midnight itself a microsecond later, since a span is never empty.</param>
public sealed record ConsumptionSpans(IReadOnlyList<long> Days, long YesterdayUntil, long MonthStart, long MonthEnd, long Until)
{
    public long Midnight => Days[^1];

    public long Yesterday => Days[^2];

    public static ConsumptionSpans Of(DateTimeZone zone, Instant now)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var today = now.InZone(zone).Date;
        var monthFirst = CalendarBuckets.FirstDay(Scale.Month, today);
        var first = LocalDate.Min(monthFirst, today.PlusDays(-MonthForecast.DaysBack));
        var days = new List<long>();
        for (var day = first; day <= today; day = day.PlusDays(1)) days.Add(CalendarBuckets.StartOfDay(zone, day));
        var (yesterday, midnight) = (days[^2], days[^1]);
        var until = Math.Max(now.ToUnixMicroseconds(), midnight + 1);
        return new ConsumptionSpans(
            days, Math.Min(yesterday + (until - midnight), midnight), CalendarBuckets.StartOfDay(zone, monthFirst),
            CalendarBuckets.StartOfDay(zone, monthFirst.PlusMonths(1)), until);
    }

    /// <summary>Every edge there is, ascending and each once.</summary>
    public long[] Edges() => [.. Days.Append(YesterdayUntil).Append(Until).Distinct().Order()];
}
