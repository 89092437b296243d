using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>
/// Which part of one period stands behind which part of another, by the calendar: the hour of the wall clock, the day of
/// the week, the day of the month, the month. What the other does not have, such as a 31st or an hour that the clock
/// left out, has nothing behind it.
/// </summary>
internal static class PeriodAlignment
{
    /// <returns>For each bin of the one shown, which bin of the other stands behind it; null for none.</returns>
    public static int?[] Of(ChartPeriod shown, ChartPeriod other)
    {
        ArgumentNullException.ThrowIfNull(shown);
        ArgumentNullException.ThrowIfNull(other);
        var places = new Dictionary<(int, bool), int>();
        for (var i = 0; i + 1 < other.Edges.Length; i++) places.TryAdd(KeyOf(other, other.Edges[i]), i);
        return [.. shown.Edges.SkipLast(1).Select(edge => places.TryGetValue(KeyOf(shown, edge), out var place) ? place : (int?)null)];
    }

    /// <summary>The moment of the other period that is as far into it by the calendar; its end when it has none such.</summary>
    /// <param name="time">A moment of the shown period, in unix microseconds.</param>
    public static long MomentIn(ChartPeriod shown, ChartPeriod other, long time)
    {
        ArgumentNullException.ThrowIfNull(shown);
        ArgumentNullException.ThrowIfNull(other);
        if (time >= shown.End) return other.End;
        var local = UnixMicroseconds.ToInstant(time).InZone(shown.Zone).LocalDateTime;
        if (LocalIn(shown, other, local) is not { } there) return other.End;
        var moment = shown.Zone.AtLeniently(there).ToInstant().ToUnixMicroseconds();
        return Math.Clamp(moment, other.Start, other.End);
    }

    /// <summary>Where a moment of the other day stands in the day shown; null for an hour that it does not have.</summary>
    public static long? BackFrom(ChartPeriod shown, ChartPeriod other, long time)
    {
        ArgumentNullException.ThrowIfNull(shown);
        ArgumentNullException.ThrowIfNull(other);
        var local = shown.FirstDate + UnixMicroseconds.ToInstant(time).InZone(other.Zone).TimeOfDay;
        var there = shown.Zone.MapLocal(local);
        if (there.Count == 0) return null;
        var moment = ClockChange.IsAgain(other.Zone, time) ? there.Last() : there.First();
        return moment.ToInstant().ToUnixMicroseconds();
    }

    private static (int, bool) KeyOf(ChartPeriod period, long edge)
    {
        var local = UnixMicroseconds.ToInstant(edge).InZone(period.Zone).LocalDateTime;
        return period.Scale switch
        {
            Scale.Week => ((int)local.DayOfWeek, false),
            Scale.Month => (local.Day, false),
            Scale.Year => (local.Month, false),
            _ => ((int)(local.TimeOfDay.TickOfDay / NodaConstants.TicksPerMinute), ClockChange.IsAgain(period.Zone, edge)),
        };
    }

    private static LocalDateTime? LocalIn(ChartPeriod shown, ChartPeriod other, LocalDateTime local)
    {
        if (shown.Scale is not (Scale.Month or Scale.Year))
            return other.FirstDate.PlusDays(Period.DaysBetween(shown.FirstDate, local.Date)) + local.TimeOfDay;
        var month = shown.Scale == Scale.Year ? other.FirstDate.PlusMonths(local.Month - 1) : other.FirstDate;
        if (local.Day <= local.Calendar.GetDaysInMonth(month.Year, month.Month)) return month.PlusDays(local.Day - 1) + local.TimeOfDay;
        // The 29th of February stands against the end of the 28th.
        return shown.Scale == Scale.Year ? month.PlusMonths(1).AtMidnight() : null;
    }
}
