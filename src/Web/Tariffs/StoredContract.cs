using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Tariffs;

/// <summary>A contract as it is, with its provider.</summary>
public sealed record StoredContract(int Id, int ProviderId, Contract Contract)
{
    /// <summary>Whether the entry asks for what there is already.</summary>
    public bool Is(ContractEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.ProviderId == ProviderId
            && (!entry.SetsThreshold || entry.ThresholdW == Contract.ThresholdWatts)
            && (entry.ValidFrom, entry.DayPricePerKwh, entry.NightPricePerKwh, entry.StandingChargePerMonth, entry.PricesIncludeVat, entry.VatPercent, entry.OffPeak.Text)
            == (Contract.ValidFrom, Contract.DayPricePerKwh, Contract.NightPricePerKwh, Contract.StandingChargePerMonth, Contract.PricesIncludeVat, Contract.VatPercent, Contract.OffPeak.Text);
    }

    /// <summary>The same contract, as an entry of a new list.</summary>
    public ContractEntry ToEntry() => new(
        ProviderId, Contract.ProviderName, null, false, Contract.ValidFrom, Contract.DayPricePerKwh, Contract.NightPricePerKwh,
        Contract.StandingChargePerMonth, Contract.PricesIncludeVat, Contract.VatPercent, Contract.OffPeak);
}
