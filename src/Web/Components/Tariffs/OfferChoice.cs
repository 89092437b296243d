using System.Globalization;
using PowerMeter.Web.Offers;
using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.Components.Tariffs;

/// <summary>An offer to choose from, as the draft that it makes.</summary>
/// <param name="OfferedOn">The day of which its prices are; null when the list does not say.</param>
/// <param name="Source">Where they stand; null when the list does not say.</param>
public sealed record OfferChoice(int Id, string Name, int? ThresholdWatts, TariffDraft Draft, DateOnly? OfferedOn, string? Source)
{
    /// <summary>ISO 4217: the lists of offers are in euros (docs/offers.md).</summary>
    internal const string Currency = "EUR";

    /// <returns>Those of the providers that have an offer, by name, with 3 kVA before 12.</returns>
    internal static IReadOnlyList<OfferChoice> Of(IEnumerable<ProviderView> providers) =>
    [
        .. providers.Where(provider => provider.Offer is not null).Select(provider => Of(provider, provider.Offer!))
            .OrderBy(choice => choice.Name, StringComparer.Create(CultureInfo.CurrentCulture, CompareOptions.NumericOrdering | CompareOptions.IgnoreCase)),
    ];

    /// <summary>Whether each of the words begins something in its name, whatever their accents and case.</summary>
    public bool Matches(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var compare = CultureInfo.CurrentCulture.CompareInfo;
        return words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .All(word => compare.IndexOf(Name, word, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0);
    }

    private static OfferChoice Of(ProviderView provider, Offer offer)
    {
        var hasTwo = offer.DayPricePerKwh != offer.NightPricePerKwh;
        return new OfferChoice(
            provider.Id, provider.Name, provider.ThresholdWatts,
            new TariffDraft(provider.Name)
            {
                PeakPricePerKwh = offer.DayPricePerKwh,
                OffPeakPricePerKwh = hasTwo ? offer.NightPricePerKwh : null,
                StandingChargePerMonth = offer.StandingChargePerMonth,
                PricesIncludeVat = offer.PricesIncludeVat,
                VatPercent = offer.VatPercent,
                OffPeak = hasTwo ? offer.OffPeak : "",
                ThresholdW = provider.ThresholdWatts,
            },
            offer.OfferedOn, offer.Source);
    }
}
