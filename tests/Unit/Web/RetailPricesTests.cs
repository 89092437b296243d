using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Offers;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class RetailPricesTests
{
    [Fact]
    public void Vat_is_added_to_prices_that_are_without_it()
    {
        var prices = RetailPrices.Of(0.1m, 0.05m, 10, "22:30-06:30", includeVat: false, vatPercent: 5.5m);
        (prices.DayPricePerKwh, prices.NightPricePerKwh, prices.StandingChargePerMonth).ShouldBe((0.1055m, 0.05275m, 10.55m));
        prices.HasTwoRates.ShouldBeTrue();
    }

    [Fact]
    public void Nothing_is_rounded_so_that_a_price_is_the_one_that_costs_are_computed_with()
    {
        var contract = new Contract("", new NodaTime.LocalDate(2026, 1, 1), 0.123457m, 0.100001m, 12.3457m, OffPeakSchedule.None, null, false, 5.55m);
        var prices = RetailPrices.Of(0.123457m, 0.100001m, 12.3457m, "", includeVat: false, vatPercent: 5.55m);
        (prices.DayPricePerKwh, prices.NightPricePerKwh, prices.StandingChargePerMonth)
            .ShouldBe((contract.DayPriceWithVat, contract.NightPriceWithVat, contract.StandingChargeWithVat));
        EnergyCost.Of(new Energy(1_000_000_000, 0, 1, 0, 0), contract).ShouldBe(1_000_000 * prices.DayPricePerKwh);
    }

    [Fact]
    public void Prices_with_vat_stay_as_they_are()
    {
        var prices = RetailPrices.Of(0.200100m, 0.2001m, 15.8600m, "", includeVat: true, vatPercent: 20);
        prices.DayPricePerKwh.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe("0.2001");
        prices.StandingChargePerMonth.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe("15.86");
        prices.HasTwoRates.ShouldBeFalse();
    }
}
