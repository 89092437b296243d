using NodaTime;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Shared.Queries;

/// <summary>The buckets of the calendar in the site's zone: a day has 23, 24 or 25 hours, a month its own days.</summary>
public static class CalendarBuckets
{
    /// <summary>
    /// The edges of a chart, in unix microseconds: a day by hour, a week (from Monday) by day, a month by day, a year by
    /// month. An hour is an hour of elapsed time, so that no bucket is twice as long on a day of 25 hours.
    /// </summary>
    /// <param name="date">Any day within the period.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale has no buckets of the calendar.</exception>
    public static long[] Edges(DateTimeZone zone, Scale scale, LocalDate date) => scale switch
    {
        Scale.Day => Hours(zone, date),
        Scale.Week => Dates(zone, FirstDay(Scale.Week, date), 7, date => date.PlusDays(1)),
        Scale.Month => Dates(zone, FirstDay(Scale.Month, date), date.Calendar.GetDaysInMonth(date.Year, date.Month), date => date.PlusDays(1)),
        Scale.Year => Dates(zone, FirstDay(Scale.Year, date), 12, date => date.PlusMonths(1)),
        _ => throw new ArgumentOutOfRangeException(nameof(scale), scale, "Day, Week, Month or Year."),
    };

    /// <summary>The first day of the period that holds the date; weeks begin on Monday (ISO 8601).</summary>
    public static LocalDate FirstDay(Scale scale, LocalDate date) => scale switch
    {
        Scale.Week => date.PlusDays(1 - (int)date.DayOfWeek),
        Scale.Month => new LocalDate(date.Year, date.Month, 1),
        Scale.Year => new LocalDate(date.Year, 1, 1),
        _ => date,
    };

    /// <summary>The moments after this one at which a day, a week, a month or a year begins, ascending without an end.</summary>
    /// <param name="after">Unix microseconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale has no periods of the calendar.</exception>
    public static IEnumerable<long> Starts(DateTimeZone zone, Scale scale, long after)
    {
        var date = FirstDay(scale, UnixMicroseconds.ToInstant(after).InZone(zone).Date);
        while (true)
        {
            date = Next(scale, date);
            yield return StartOfDay(zone, date);
        }
    }

    public static long StartOfDay(DateTimeZone zone, LocalDate date)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.AtStartOfDay(date).ToInstant().ToUnixMicroseconds();
    }

    private static LocalDate Next(Scale scale, LocalDate date) => scale switch
    {
        Scale.Day => date.PlusDays(1),
        Scale.Week => date.PlusWeeks(1),
        Scale.Month => date.PlusMonths(1),
        Scale.Year => date.PlusYears(1),
        _ => throw new ArgumentOutOfRangeException(nameof(scale), scale, "Day, Week, Month or Year."),
    };

    private static long[] Hours(DateTimeZone zone, LocalDate date)
    {
        var (start, end) = (StartOfDay(zone, date), StartOfDay(zone, date.PlusDays(1)));
        var edges = new List<long>(26);
        for (var edge = start; edge < end; edge += UnixMicroseconds.PerHour) edges.Add(edge);
        edges.Add(end);
        return [.. edges];
    }

    private static long[] Dates(DateTimeZone zone, LocalDate first, int count, Func<LocalDate, LocalDate> next)
    {
        var edges = new long[count + 1];
        var date = first;
        for (var i = 0; i <= count; i++, date = next(date)) edges[i] = StartOfDay(zone, date);
        return edges;
    }
}
