using NodaTime;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Tariffs;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Tariffs;

public sealed class CostComparisonTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    [Fact]
    public void The_same_energy_is_priced_by_both_with_vat()
    {
        // 1 kWh at 23:00 and 2 kWh at noon, in Paris.
        CostComparison.Quarter[] quarters = [new(Instant.FromUtc(2026, 11, 20, 22, 0), 1000), new(Instant.FromUtc(2026, 11, 21, 11, 0), 2000)];
        var now = new TariffCalendar(Paris, [new Contract("old", new LocalDate(2026, 11, 21), 0.25m, 0.25m, 0, OffPeakSchedule.None, null)]);
        var then = new TariffCalendar(Paris, [new Contract("new", new LocalDate(2000, 1, 1), 0.2m, 0.1m, 0, OffPeakSchedule.Parse("22:00-06:00"), null, false, 20)]);
        // The old contract did not hold yet on the evening before.
        CostComparison.Of("House", quarters, now, then).ShouldBe(new CostComparison("House", 3000, 0.5m, 0.6m));
        CostComparison.Of("House", quarters, new TariffCalendar(Paris, []), then).Now.ShouldBeNull();
    }
}
