using NodaTime;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Tariffs;

/// <summary>A contract as somebody wants it to be.</summary>
/// <param name="ProviderId">Null for one that is named only.</param>
/// <param name="ProviderName">1 to 128 characters; null when the id says which. A name that nobody has makes a new provider.</param>
/// <param name="ThresholdW">The provider's subscribed power in watts, see <paramref name="SetsThreshold"/>; null for none.</param>
/// <param name="SetsThreshold">Whether the provider gets this threshold; else it keeps its own.</param>
/// <param name="ValidFrom">2000-01-01 to 2099-12-31.</param>
/// <param name="DayPricePerKwh">−100 to 100, in the site's currency.</param>
/// <param name="NightPricePerKwh">As by day.</param>
/// <param name="StandingChargePerMonth">0 to 99,999,999.</param>
/// <param name="VatPercent">0 to 100.</param>
public sealed record ContractEntry(
    int? ProviderId, string? ProviderName, int? ThresholdW, bool SetsThreshold, LocalDate ValidFrom,
    decimal DayPricePerKwh, decimal NightPricePerKwh, decimal StandingChargePerMonth, bool PricesIncludeVat, decimal VatPercent, OffPeakSchedule OffPeak)
{
    public Contract ToContract() => new(
        ProviderName ?? "", ValidFrom, DayPricePerKwh, NightPricePerKwh, StandingChargePerMonth, OffPeak, ThresholdW, PricesIncludeVat, VatPercent);
}
