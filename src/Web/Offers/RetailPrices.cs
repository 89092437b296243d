using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Offers;

/// <summary>What a customer pays, with VAT, by an offer or a contract.</summary>
/// <param name="DayPricePerKwh">In the site's currency, not rounded: costs are computed with the same.</param>
/// <param name="StandingChargePerMonth">As the prices.</param>
/// <param name="OffPeak">See <see cref="Shared.Tariffs.OffPeakSchedule"/> for the form.</param>
internal sealed record RetailPrices(decimal DayPricePerKwh, decimal NightPricePerKwh, decimal StandingChargePerMonth, string OffPeak)
{
    /// <summary>Dividing by it takes the zeros at the end away.</summary>
    private const decimal ManyZeros = 1.0000000000000000000000000000m;

    public bool HasTwoRates => DayPricePerKwh != NightPricePerKwh;

    public static RetailPrices Of(
        decimal dayPrice, decimal nightPrice, decimal standingCharge, string offPeak, bool includeVat, decimal vatPercent)
    {
        return new RetailPrices(WithVat(dayPrice), WithVat(nightPrice), WithVat(standingCharge), offPeak);

        decimal WithVat(decimal price) => Plain(Contract.WithVat(price, includeVat, vatPercent));
    }

    /// <summary>The same number without zeros at its end.</summary>
    public static decimal Plain(decimal number) => number / ManyZeros;
}
