using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Corrections;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Corrections;

public sealed class EffectReckoningTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    private static Contract Since(LocalDate date, decimal day, decimal night) => new("Provider", date, day, night, 0, OffPeakSchedule.Parse("22:30-06:30"), null);

    [Fact]
    public void Days_are_the_sites_and_each_contract_prices_its_own()
    {
        var calendar = new TariffCalendar(Paris, [Since(new LocalDate(2026, 1, 1), 0.2m, 0.1m), Since(new LocalDate(2026, 3, 2), 0.4m, 0.2m)]);
        // From 23:00 to 01:00 in Paris; the new contract begins at midnight.
        var first = Instant.FromUtc(2026, 3, 1, 22, 0).ToUnixMicroseconds();
        var reckoning = new EffectReckoning(calendar, first, first + 2 * UnixMicroseconds.PerHour, UnixMicroseconds.PerHour);
        for (var i = 0; i <= 4; i++)
        {
            reckoning.AddBefore(first + i * UnixMicroseconds.PerHour / 2, 1000, night: true);
            if (i is not 3) reckoning.AddAfter(first + i * UnixMicroseconds.PerHour / 2, 2000, night: false);
        }

        reckoning.Result().ShouldBe([
            new DayEffect(new LocalDate(2026, 3, 1), 1000, 2000, 0.1m, 0.4m),
            new DayEffect(new LocalDate(2026, 3, 2), 1000, 2000, 0.2m, 0.8m),
        ]);
    }

    [Fact]
    public void What_no_line_reaches_is_no_day()
    {
        var calendar = new TariffCalendar(Paris, []);
        var first = Instant.FromUtc(2026, 3, 1, 12, 0).ToUnixMicroseconds();
        var reckoning = new EffectReckoning(calendar, first, first + 100 * 24 * UnixMicroseconds.PerHour, UnixMicroseconds.PerMinute);
        reckoning.AddBefore(first, 1000, false);
        reckoning.AddBefore(first + 100 * 24 * UnixMicroseconds.PerHour, 1000, false);
        reckoning.Result().ShouldBeEmpty();
    }
}
