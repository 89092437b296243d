namespace PowerMeter.Web.Offers;

/// <summary>What a provider asks of a new customer. A contract copies it when it is made.</summary>
/// <param name="DayPricePerKwh">Price of a kilowatt-hour by day, in the site's currency, -100 to 100, six decimals.</param>
/// <param name="NightPricePerKwh">Price of a kilowatt-hour off-peak; that of the day when there is one price.</param>
/// <param name="StandingChargePerMonth">The fixed charge a month, 0 to 100,000, four decimals.</param>
/// <param name="OffPeak">See <see cref="Shared.Tariffs.OffPeakSchedule"/>; empty when the list says no hours.</param>
/// <param name="PricesIncludeVat">Whether the three prices are with VAT.</param>
/// <param name="VatPercent">0 to 100, two decimals.</param>
/// <param name="OfferedOn">The day of which the prices are; null when the list does not say.</param>
/// <param name="Source">Where they stand; null when the list does not say.</param>
internal sealed record Offer(
    decimal DayPricePerKwh,
    decimal NightPricePerKwh,
    decimal StandingChargePerMonth,
    string OffPeak,
    bool PricesIncludeVat,
    decimal VatPercent,
    DateOnly? OfferedOn,
    string? Source);
