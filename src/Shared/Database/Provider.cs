namespace PowerMeter.Shared.Database;

/// <summary>Who sells the energy.</summary>
public sealed class Provider
{
    public int Id { get; init; }

    public required string Name { get; set; }

    public required int MeasureTypeId { get; set; }

    /// <summary>Subscribed power in watts.</summary>
    public int? ThresholdW { get; set; }
}
