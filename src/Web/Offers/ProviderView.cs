namespace PowerMeter.Web.Offers;

/// <summary>A provider: what it offers, and what it is paid.</summary>
/// <param name="ThresholdWatts">The subscribed power; null when there is none.</param>
/// <param name="IsCurrent">Whether the contract in force is of it.</param>
/// <param name="Offer">Null when it offers nothing (any more).</param>
/// <param name="Contracted">The prices of its latest contract, which is the one in force if it is current; null without one.</param>
internal sealed record ProviderView(
    int Id, string Name, int TypeId, int? ThresholdWatts, bool IsCurrent, Offer? Offer, RetailPrices? Contracted)
{
    public bool IsInUse => Contracted is not null;

    /// <summary>What a customer of it pays: by the contract in force; of others by the offer, or else by the latest contract.</summary>
    public RetailPrices? Prices => IsCurrent || Offer is null
        ? Contracted
        : RetailPrices.Of(
            Offer.DayPricePerKwh, Offer.NightPricePerKwh, Offer.StandingChargePerMonth, Offer.OffPeak, Offer.PricesIncludeVat, Offer.VatPercent);
}
