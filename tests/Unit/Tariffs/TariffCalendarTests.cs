using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using PowerMeter.Shared.Tariffs;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Tariffs;

public sealed class TariffCalendarTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    private static TariffCalendar Calendar(DateTimeZone zone, params (LocalDate From, string OffPeak)[] contracts) => new(
        zone, contracts.Select(contract => new Contract("EDF", contract.From, 0.27m, 0.2068m, 15, OffPeakSchedule.Parse(contract.OffPeak), 6000)));

    private static double NightHours(TariffCalendar calendar, LocalDate date)
    {
        var hours = 0.0;
        var end = calendar.Zone.AtStartOfDay(date.PlusDays(1)).ToInstant();
        for (var at = calendar.Zone.AtStartOfDay(date).ToInstant(); at < end;)
        {
            var span = calendar.SpanAt(at);
            var until = Instant.Min(span.End, end);
            if (span.Tariff == Tariff.Night) hours += (until - at).TotalHours;
            at = until;
        }

        return hours;
    }

    [Fact]
    public void Off_peak_hours_follow_the_wall_clock_on_days_of_23_and_25_hours()
    {
        var calendar = Calendar(Paris, (new LocalDate(2020, 1, 1), "22:30-06:30"));
        NightHours(calendar, new LocalDate(2026, 3, 28)).ShouldBe(8);
        NightHours(calendar, new LocalDate(2026, 3, 29)).ShouldBe(7); // 02:00 to 03:00 is missing
        NightHours(calendar, new LocalDate(2026, 10, 25)).ShouldBe(9); // 02:00 to 03:00 comes twice
    }

    [Fact]
    public void An_off_peak_hour_that_comes_twice_counts_twice()
    {
        var calendar = Calendar(Paris, (new LocalDate(2020, 1, 1), "02:30-02:45"));
        NightHours(calendar, new LocalDate(2026, 10, 25)).ShouldBe(0.5);
        NightHours(calendar, new LocalDate(2026, 3, 29)).ShouldBe(0);
    }

    [Fact]
    public void A_contract_holds_from_local_midnight_until_the_next_one()
    {
        var calendar = Calendar(Paris, (new LocalDate(2026, 1, 1), "00:00-24:00"), (new LocalDate(2026, 7, 1), ""));
        var change = Instant.FromUtc(2026, 6, 30, 22, 0);
        calendar.TariffAt(change - Duration.Epsilon).ShouldBe(Tariff.Night);
        calendar.TariffAt(change).ShouldBe(Tariff.Day);
        calendar.NextChange(change - Duration.FromDays(1)).ShouldBe(change);
        calendar.ContractAt(Instant.FromUtc(2025, 12, 31, 22, 59)).ShouldBeNull();
        calendar.TariffAt(Instant.FromUtc(2025, 12, 31, 22, 59)).ShouldBe(Tariff.Day);
    }

    [Fact]
    public void Next_change_is_null_when_there_is_none()
    {
        Calendar(Paris, (new LocalDate(2020, 1, 1), "")).NextChange(Instant.FromUtc(2026, 1, 1, 0, 0)).ShouldBeNull();
        Calendar(Paris).NextChange(Instant.FromUtc(2026, 1, 1, 0, 0)).ShouldBeNull();
    }

    [Theory]
    [InlineData("Europe/Paris")]
    [InlineData("Asia/Kolkata")]
    [InlineData("America/St_Johns")]
    [InlineData("Pacific/Chatham")]
    [InlineData("Australia/Lord_Howe")]
    public void A_span_agrees_with_the_wall_clock_throughout(string zoneId)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var schedule = OffPeakSchedule.Parse("mon-fri 22:30-06:15; 12:00-14:00; sun 00:00-24:00");
        var calendar = Calendar(zone, (new LocalDate(2020, 1, 1), schedule.Text));
        var minutes = Gen.Choose(0, 366 * 24 * 60).ToArbitrary();
        Prop.ForAll(minutes, minute =>
        {
            var instant = Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromMinutes(minute);
            var span = calendar.SpanAt(instant);
            span.Contains(instant).ShouldBeTrue();
            foreach (var at in new[] { span.Start, instant, span.End - Duration.FromSeconds(1) })
                schedule.At(at.InZone(zone).LocalDateTime).ShouldBe(span.Tariff);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_tagger_agrees_with_the_calendar_in_any_order()
    {
        var calendar = Calendar(Paris, (new LocalDate(2020, 1, 1), "22:30-06:30"));
        var tagger = new TariffTagger(calendar);
        Prop.ForAll(Gen.Choose(0, 366 * 24 * 60).ToArbitrary(), minute =>
        {
            var instant = Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromMinutes(minute);
            tagger.IsNight(instant).ShouldBe(calendar.TariffAt(instant) == Tariff.Night);
        }).QuickCheckThrowOnFailure();
    }
}
