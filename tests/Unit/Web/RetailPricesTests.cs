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
    public void Prices_with_vat_stay_as_they_are()
    {
        var prices = RetailPrices.Of(0.200100m, 0.2001m, 15.8600m, "", includeVat: true, vatPercent: 20);
        prices.DayPricePerKwh.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe("0.2001");
        prices.StandingChargePerMonth.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe("15.86");
        prices.HasTwoRates.ShouldBeFalse();
    }
}
