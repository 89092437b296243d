using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>What a month will come to, in June 2026: it begins on a Monday and has four weekends.</summary>
public sealed class MonthForecastTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    private static readonly TariffCalendar Calendar = new(
        Zone,
        [
            new Contract("A", new LocalDate(2020, 1, 1), 0.20m, 0.10m, 0, OffPeakSchedule.None, null),
            new Contract("B", new LocalDate(2026, 6, 29), 0.40m, 0.10m, 0, OffPeakSchedule.None, null),
        ]);

    private static long Start(LocalDate date) => CalendarBuckets.StartOfDay(Zone, date);

    /// <summary>A day of this power throughout, as far as it was measured.</summary>
    private static EnergyBin Day(LocalDate date, double watts, double hours = 24)
    {
        var energy = new Energy(watts * hours, 0, hours * 3600, watts, watts);
        return new EnergyBin(Start(date), Start(date.PlusDays(1)), energy, EnergyCost.Of(energy, Calendar.ContractAt(UnixMicroseconds.ToInstant(Start(date)))), 0);
    }

    private static MonthForecast? Of(LocalDate today, Func<LocalDate, (double Watts, double Hours)> measured)
    {
        var spans = ConsumptionSpans.Of(Zone, Zone.AtStartOfDay(today).ToInstant() + Duration.FromHours(12));
        var days = spans.Days.Select(start =>
        {
            var date = UnixMicroseconds.ToInstant(start).InZone(Zone).Date;
            return Day(date, measured(date).Watts, measured(date).Hours);
        });
        return MonthForecast.Of([.. days], spans.MonthStart, spans.MonthEnd, Calendar);
    }

    private static bool IsWeekend(LocalDate date) => date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;

    [Fact]
    public void The_weekends_to_come_are_as_the_weekends_were()
    {
        var today = new LocalDate(2026, 6, 3);
        var forecast = Of(today, date => (IsWeekend(date) ? 1000 : 100, date == today ? 12 : 24))!;
        forecast.WattHours.ShouldBe(22 * 2_400 + 8 * 24_000, 1e-6);
    }

    [Fact]
    public void Contracts_that_are_known_price_the_days_to_come()
    {
        var today = new LocalDate(2026, 6, 3);
        // 28 days at 0.20, the last two at 0.40.
        Of(today, date => (1000, date == today ? 12 : 24))!.Cost.ShouldBe(28 * 24 * 0.20m + 2 * 24 * 0.40m, 0.000001m);
    }

    [Fact]
    public void Gaps_are_made_up_for_by_the_same_day_of_the_week()
    {
        var today = new LocalDate(2026, 6, 30);
        var lost = new LocalDate(2026, 6, 20); // a Saturday
        var forecast = Of(today, date => (IsWeekend(date) ? 1000 : 100, date == lost ? 0 : date == today ? 12 : 24))!;
        forecast.WattHours.ShouldBe(22 * 2_400 + 8 * 24_000, 1e-6);
    }

    [Fact]
    public void A_day_of_the_week_that_was_never_measured_is_as_the_others()
    {
        // Monday and Tuesday only, of 200 W; the rest of the month goes on so.
        var today = new LocalDate(2026, 6, 3);
        Of(today, date => (200, date < new LocalDate(2026, 6, 1) ? 0 : date == today ? 12 : 24))!.WattHours.ShouldBe(30 * 4_800, 1e-6);
    }

    [Fact]
    public void Less_than_a_day_foretells_nothing_and_the_first_of_a_month_is_foretold_from_the_last_weeks()
    {
        var today = new LocalDate(2026, 6, 1);
        Of(today, date => (200, date == today ? 12 : 0)).ShouldBeNull();
        Of(today, date => (200, date == today ? 0 : 24))!.WattHours.ShouldBe(30 * 4_800, 1e-6);
    }
}
