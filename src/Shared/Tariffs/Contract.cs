using NodaTime;

namespace PowerMeter.Shared.Tariffs;

/// <summary>The prices and off-peak hours that hold from 00:00 of a day, in the site's zone, until the next contract.</summary>
/// <param name="DayPricePerKwh">Price of a kilowatt-hour by day, in the site's currency, as the contract writes it.</param>
/// <param name="NightPricePerKwh">Price of a kilowatt-hour off-peak, as the contract writes it.</param>
/// <param name="StandingChargePerMonth">The fixed charge, as the contract writes it; no part of the energy's cost.</param>
/// <param name="ThresholdWatts">The subscribed power; null when the contract names none.</param>
/// <param name="PricesIncludeVat">Whether the prices and the standing charge include value added tax.</param>
/// <param name="VatPercent">The rate of the tax: 0 to 100.</param>
public sealed record Contract(
    string ProviderName,
    LocalDate ValidFrom,
    decimal DayPricePerKwh,
    decimal NightPricePerKwh,
    decimal StandingChargePerMonth,
    OffPeakSchedule OffPeak,
    int? ThresholdWatts,
    bool PricesIncludeVat = true,
    decimal VatPercent = 0)
{
    public bool HasTwoRates => DayPricePerKwh != NightPricePerKwh;

    /// <summary>What a kilowatt-hour costs by day, tax included.</summary>
    public decimal DayPriceWithVat => WithVat(DayPricePerKwh);

    /// <summary>What a kilowatt-hour costs off-peak, tax included.</summary>
    public decimal NightPriceWithVat => WithVat(NightPricePerKwh);

    /// <summary>The fixed charge of a month, tax included.</summary>
    public decimal StandingChargeWithVat => WithVat(StandingChargePerMonth);

    /// <summary>The only place that adds the tax to prices that are without it.</summary>
    public static decimal WithVat(decimal price, bool includesVat, decimal vatPercent) => includesVat ? price : price * (1 + vatPercent / 100);

    private decimal WithVat(decimal price) => WithVat(price, PricesIncludeVat, VatPercent);
}
