namespace PowerMeter.Web.Offers;

/// <summary>What a customer pays, with VAT, by an offer or a contract.</summary>
/// <param name="DayPricePerKwh">In the site's currency, with at most six decimals.</param>
/// <param name="StandingChargePerMonth">With at most four decimals.</param>
/// <param name="OffPeak">See <see cref="Shared.Tariffs.OffPeakSchedule"/> for the form.</param>
internal sealed record RetailPrices(decimal DayPricePerKwh, decimal NightPricePerKwh, decimal StandingChargePerMonth, string OffPeak)
{
    /// <summary>Dividing by it takes the zeros at the end away.</summary>
    private const decimal ManyZeros = 1.0000000000000000000000000000m;

    public bool HasTwoRates => DayPricePerKwh != NightPricePerKwh;

    /// <summary>The only place that adds VAT to prices that are without it.</summary>
    public static RetailPrices Of(
        decimal dayPrice, decimal nightPrice, decimal standingCharge, string offPeak, bool includeVat, decimal vatPercent)
    {
        var factor = includeVat ? 1 : 1 + vatPercent / 100;
        return new RetailPrices(
            Plain(decimal.Round(dayPrice * factor, 6)), Plain(decimal.Round(nightPrice * factor, 6)), Plain(decimal.Round(standingCharge * factor, 4)),
            offPeak);
    }

    /// <summary>The same number without zeros at its end.</summary>
    public static decimal Plain(decimal number) => number / ManyZeros;
}
