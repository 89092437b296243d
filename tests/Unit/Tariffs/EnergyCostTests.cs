using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Tariffs;

public sealed class EnergyCostTests
{
    private static readonly Energy TwoAndThreeKwh = new(2000, 3000, 3600, 0, 5000);

    private static Contract Contract(decimal day, decimal night, bool includesVat, decimal vatPercent) =>
        new("EDF", new LocalDate(2026, 1, 1), day, night, 12, OffPeakSchedule.None, null, includesVat, vatPercent);

    [Fact]
    public void Prices_with_VAT_are_taken_as_they_are() =>
        EnergyCost.Of(TwoAndThreeKwh, Contract(0.25m, 0.10m, true, 20)).ShouldBe(0.80m);

    [Theory]
    [InlineData("20", "0.96")]
    [InlineData("5.5", "0.844")]
    [InlineData("0", "0.80")]
    [InlineData("100", "1.60")]
    public void VAT_is_put_onto_prices_without(string vatPercent, string expected) =>
        EnergyCost.Of(TwoAndThreeKwh, Contract(0.25m, 0.10m, false, decimal.Parse(vatPercent, System.Globalization.CultureInfo.InvariantCulture)))
            .ShouldBe(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Every_price_of_a_contract_gets_its_VAT()
    {
        var contract = Contract(0.1734m, 0.1367m, false, 5.5m);
        (contract.DayPriceWithVat, contract.NightPriceWithVat, contract.StandingChargeWithVat).ShouldBe((0.182937m, 0.1442185m, 12.66m));
        contract.HasTwoRates.ShouldBeTrue();
        Contract(0.2m, 0.2m, false, 20).HasTwoRates.ShouldBeFalse();
    }

    [Fact]
    public void A_price_below_nothing_earns_with_its_VAT() =>
        EnergyCost.Of(TwoAndThreeKwh, Contract(-0.10m, 0, false, 10)).ShouldBe(-0.22m);

    [Fact]
    public void Without_a_contract_energy_costs_nothing() => EnergyCost.Of(TwoAndThreeKwh, null).ShouldBe(0);
}
