using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Queries;

/// <summary>
/// What a whole month will come to. What was measured counts as it is. For what was not, or is still to come, each day of
/// the week goes on with its mean power over the <see cref="DaysBack"/> days before today (and those of this month), by
/// tariff, and at the price of the contract that holds on that day. A day of the week that was measured for less than
/// <see cref="LeastOfWeekdaySeconds"/> goes on as all days together.
/// </summary>
/// <param name="Cost">Without the standing charge, in the site's currency.</param>
public sealed record MonthForecast(double WattHours, decimal Cost)
{
    /// <summary>Four weeks: each day of the week as often as any other.</summary>
    public const int DaysBack = 28;

    /// <summary>A day of samples: an hour in which the kettle ran says nothing about a month.</summary>
    public const double LeastCoveredSeconds = 86_400;

    /// <summary>Half a day: less may be the night only.</summary>
    public const double LeastOfWeekdaySeconds = 43_200;

    /// <param name="days">Past days of the calendar, a bin each, and today until now as the last.</param>
    /// <param name="monthStart">Unix microseconds, as <paramref name="monthEnd"/>: the month that today is in.</param>
    /// <returns>Null while less than a day is covered.</returns>
    public static MonthForecast? Of(IReadOnlyList<EnergyBin> days, long monthStart, long monthEnd, TariffCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(calendar);
        var all = Sum(days);
        if (all.CoveredSeconds < LeastCoveredSeconds) return null;
        var zone = calendar.Zone;
        var weekdays = days.SkipLast(1).ToLookup(day => DateOf(day.Start, zone).DayOfWeek);
        var known = days.ToDictionary(day => day.Start);

        var (wattHours, cost) = (0.0, 0m);
        for (var date = DateOf(monthStart, zone); ; date = date.PlusDays(1))
        {
            var (start, end) = (CalendarBuckets.StartOfDay(zone, date), CalendarBuckets.StartOfDay(zone, date.PlusDays(1)));
            if (start >= monthEnd) break;
            var measured = known.GetValueOrDefault(start);
            var lacking = Math.Max(0, (end - start) / (double)UnixMicroseconds.PerSecond - (measured?.Energy.CoveredSeconds ?? 0));
            var weekday = Sum(weekdays[date.DayOfWeek]);
            var madeUp = Lasting(weekday.CoveredSeconds >= LeastOfWeekdaySeconds ? weekday : all, lacking);
            wattHours += (measured?.Energy.WattHours ?? 0) + madeUp.WattHours;
            cost += (measured?.Cost ?? 0) + EnergyCost.Of(madeUp, calendar.ContractAt(UnixMicroseconds.ToInstant(start)));
        }

        return new MonthForecast(wattHours, cost);
    }

    private static Energy Sum(IEnumerable<EnergyBin> bins) => bins.Aggregate(Energy.None, (sum, bin) => sum + bin.Energy);

    /// <summary>The same power for another time.</summary>
    private static Energy Lasting(Energy energy, double seconds)
    {
        var factor = seconds / energy.CoveredSeconds;
        return energy with { DayWattHours = energy.DayWattHours * factor, NightWattHours = energy.NightWattHours * factor, CoveredSeconds = seconds };
    }

    private static LocalDate DateOf(long time, DateTimeZone zone) => UnixMicroseconds.ToInstant(time).InZone(zone).Date;
}
