using NodaTime;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class TariffNowTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 20, 11, 0);

    private static Contract Contract(LocalDate from, decimal day, decimal night, string offPeak = "22:30-06:30") =>
        new("EDF", from, day, night, 15, OffPeakSchedule.Parse(offPeak), null);

    [Fact]
    public void The_tariff_changes_with_the_off_peak_hours()
    {
        var calendar = new TariffCalendar(Paris, [Contract(new LocalDate(2020, 1, 1), 0.27m, 0.2068m)]);
        var now = TariffNow.Of(calendar, Noon)!;
        now.Rate.ShouldBe(new TariffRate("EDF", Tariff.Day, 0.27m));
        now.NextChange.ShouldBe(Instant.FromUtc(2026, 11, 20, 21, 30));
        now.Next.ShouldBe(new TariffRate("EDF", Tariff.Night, 0.2068m));
    }

    [Fact]
    public void One_price_is_no_tariff_and_changes_with_the_contract()
    {
        var calendar = new TariffCalendar(Paris, [Contract(new LocalDate(2020, 1, 1), 0.25m, 0.25m), Contract(new LocalDate(2027, 2, 1), 0.26m, 0.26m, "")]);
        var now = TariffNow.Of(calendar, Noon)!;
        now.Rate.ShouldBe(new TariffRate("EDF", null, 0.25m));
        now.NextChange.ShouldBe(Paris.AtStartOfDay(new LocalDate(2027, 2, 1)).ToInstant());
        now.Next!.PricePerKwh.ShouldBe(0.26m);
        TariffNow.Of(calendar, now.NextChange!.Value).ShouldBe(new TariffNow(now.Next, null, null));
    }

    [Fact]
    public void Without_a_contract_there_is_none() =>
        TariffNow.Of(new TariffCalendar(Paris, [Contract(new LocalDate(2027, 1, 1), 1, 1)]), Noon).ShouldBeNull();
}
