namespace PowerMeter.Shared.Database;

/// <summary>What a sensor measures, such as electricity.</summary>
public sealed class MeasureType
{
    public int Id { get; init; }

    public required string Name { get; set; }
}
