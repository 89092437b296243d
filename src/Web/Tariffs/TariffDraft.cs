using System.Text.Json.Serialization;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.Tariffs;

/// <summary>A contract as a form holds it. Prices are per kWh, in the site's currency.</summary>
/// <param name="Provider">1 to 128 characters.</param>
public sealed record TariffDraft(string Provider)
{
    /// <summary>−100 to 100.</summary>
    public decimal PeakPricePerKwh { get; init; }

    /// <summary>As by day; null when one price holds all day.</summary>
    public decimal? OffPeakPricePerKwh { get; init; }

    /// <summary>Per month, 0 to 99,999,999.</summary>
    public decimal StandingChargePerMonth { get; init; }

    public bool PricesIncludeVat { get; init; } = true;

    /// <summary>0 to 100.</summary>
    public decimal VatPercent { get; init; }

    /// <summary>As in <c>contracts.off_peak</c>, such as <c>22:30-06:30</c>; empty for none.</summary>
    public string OffPeak { get; init; } = "";

    /// <summary>The subscribed power in watts; null for none.</summary>
    public int? ThresholdW { get; init; }

    /// <summary>What was typed and is no number: a form cannot save while there is any. <see cref="TariffDrafts.Check"/> tells it.</summary>
    [JsonIgnore]
    public IReadOnlyList<FieldFault> Unread { get; init; } = [];

    public static TariffDraft Of(Contract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        return new TariffDraft(contract.ProviderName)
        {
            PeakPricePerKwh = contract.DayPricePerKwh,
            // Hours without a price of their own still tell night from day.
            OffPeakPricePerKwh = contract.HasTwoRates || contract.OffPeak.Text.Length > 0 ? contract.NightPricePerKwh : null,
            StandingChargePerMonth = contract.StandingChargePerMonth,
            PricesIncludeVat = contract.PricesIncludeVat,
            VatPercent = contract.VatPercent,
            OffPeak = contract.OffPeak.Text,
            ThresholdW = contract.ThresholdWatts,
        };
    }
}
