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
}
