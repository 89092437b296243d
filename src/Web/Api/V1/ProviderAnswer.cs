using System.Text.Json.Serialization;

namespace PowerMeter.Web.Api.V1;

/// <summary>Who sells energy.</summary>
/// <param name="Providers">By name.</param>
internal sealed record ProvidersAnswer(IReadOnlyList<ProviderAnswer> Providers);

/// <summary>Somebody who sells energy, or one of its tariffs.</summary>
/// <param name="Id">The provider's number.</param>
/// <param name="Name">What its list calls it.</param>
/// <param name="ThresholdW">The subscribed power in watts; null when there is none.</param>
/// <param name="InUse">Whether a contract of any time is of it: it is never removed then.</param>
/// <param name="Current">Whether the contract in force is of it.</param>
/// <param name="Offer">What it asks of a new customer; null when it offers nothing (any more).</param>
internal sealed record ProviderAnswer(int Id, string Name, int? ThresholdW, bool InUse, bool Current, OfferAnswer? Offer);

/// <summary>What a provider asks of a new customer.</summary>
/// <param name="DayPricePerKwh">The price of a kilowatt-hour by day, in the site's currency.</param>
/// <param name="NightPricePerKwh">The price of a kilowatt-hour off-peak, in the site's currency; that of the day when there is one price.</param>
/// <param name="StandingChargePerMonth">What is paid a month whatever is used, in the site's currency.</param>
/// <param name="OffPeak">Off-peak hours in local time, such as 22:30-06:30 or mon-fri 22:00-06:00; sat,sun 00:00-24:00; empty when none are said.</param>
/// <param name="PricesIncludeVat">Whether the three prices are with VAT.</param>
/// <param name="VatPercent">VAT in percent, 0 to 100.</param>
/// <param name="OfferedOn">The date of the prices, such as 2026-08-01; null when its list did not say.</param>
/// <param name="Source">Where the prices stand; null when its list did not say.</param>
internal sealed record OfferAnswer(
    decimal DayPricePerKwh,
    decimal NightPricePerKwh,
    decimal StandingChargePerMonth,
    string OffPeak,
    bool PricesIncludeVat,
    decimal VatPercent,
    DateOnly? OfferedOn,
    string? Source);

/// <summary>What a newer list changed.</summary>
/// <param name="Offers">How many the new list has.</param>
/// <param name="Added">Names of providers that are new.</param>
/// <param name="Changed">Names of those whose offer changed.</param>
/// <param name="Removed">Names of those that vanished from the list.</param>
/// <param name="Kept">Names of those that vanished too, but stay without an offer, since a contract is theirs.</param>
internal sealed record OfferUpdateAnswer(
    int Offers, IReadOnlyList<string> Added, IReadOnlyList<string> Changed, IReadOnlyList<string> Removed, IReadOnlyList<string> Kept);

[JsonSerializable(typeof(ProvidersAnswer))]
[JsonSerializable(typeof(OfferUpdateAnswer))]
internal sealed partial class ProviderJson : JsonSerializerContext
{
    public static ProviderJson Plain { get; } = new(V1Json.CreateOptions());
}
