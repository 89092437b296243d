namespace PowerMeter.Shared.Database;

/// <summary>
/// Who sells the energy, and what it asks of a new customer: its offer, six columns that are null together. A contract
/// copies them when it is made.
/// </summary>
public sealed class Provider
{
    public int Id { get; init; }

    public required string Name { get; set; }

    public required int MeasureTypeId { get; set; }

    /// <summary>Subscribed power in watts.</summary>
    public int? ThresholdW { get; set; }

    /// <summary>Of the offer: price of a kilowatt-hour by day, in the site's currency.</summary>
    public decimal? DayPricePerKwh { get; set; }

    /// <summary>Of the offer: price of a kilowatt-hour off-peak.</summary>
    public decimal? NightPricePerKwh { get; set; }

    public decimal? StandingChargePerMonth { get; set; }

    /// <summary>See <see cref="Tariffs.OffPeakSchedule"/> for the form.</summary>
    public string? OffPeak { get; set; }

    public bool? PricesIncludeVat { get; set; }

    public decimal? VatPercent { get; set; }

    /// <summary>The day of which the offer's prices are; null when its list did not say.</summary>
    public DateOnly? OfferedOn { get; set; }

    /// <summary>Where the offer's prices stand; null when its list did not say.</summary>
    public string? Source { get; set; }
}
