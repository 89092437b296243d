namespace PowerMeter.Shared.Database;

/// <summary>A contract as it is stored; <see cref="Tariffs.Contract"/> is what the rest of the program works with.</summary>
public sealed class ContractRow
{
    public int Id { get; init; }

    public required int ProviderId { get; set; }

    public Provider? Provider { get; init; }

    public required DateOnly ValidFrom { get; set; }

    public required decimal DayPricePerKwh { get; set; }

    public required decimal NightPricePerKwh { get; set; }

    public required decimal StandingChargePerMonth { get; set; }

    public bool PricesIncludeVat { get; set; } = true;

    /// <summary>0 to 100.</summary>
    public decimal VatPercent { get; set; }

    /// <summary>See <see cref="Tariffs.OffPeakSchedule"/> for the form.</summary>
    public required string OffPeak { get; set; }
}
