using NodaTime;
using PowerMeter.Shared.Tariffs;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Tariffs;

public sealed class StandingChargeTests
{
    private static TariffCalendar Calendar(params (LocalDate From, decimal PerMonth)[] contracts) => new(
        DateTimeZoneProviders.Tzdb["Europe/Paris"],
        contracts.Select(contract => new Contract("EDF", contract.From, 0.27m, 0.2068m, contract.PerMonth, OffPeakSchedule.None, null)));

    [Theory]
    [InlineData(2, 15.47)]
    [InlineData(3, 15.47)]
    public void A_contract_that_holds_all_month_costs_its_charge(int month, decimal charge) =>
        StandingCharge.OfMonth(Calendar((new LocalDate(2020, 1, 1), 15.47m)), new YearMonth(2026, month)).ShouldBe(charge);

    [Fact]
    public void Two_contracts_share_a_month_by_their_days()
    {
        var calendar = Calendar((new LocalDate(2020, 1, 1), 30m), (new LocalDate(2026, 4, 11), 60m));
        StandingCharge.OfMonth(calendar, new YearMonth(2026, 4)).ShouldBe(10m + 40m);
        StandingCharge.OfMonth(calendar, new YearMonth(2026, 5)).ShouldBe(60m);
    }

    [Fact]
    public void Without_a_contract_there_is_none()
    {
        var calendar = Calendar((new LocalDate(2026, 4, 30), 30m));
        StandingCharge.OfMonth(calendar, new YearMonth(2026, 3)).ShouldBeNull();
        StandingCharge.OfMonth(calendar, new YearMonth(2026, 4)).ShouldBe(1m);
    }
}
