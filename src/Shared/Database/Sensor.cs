namespace PowerMeter.Shared.Database;

/// <summary>A sensor as the user set it up.</summary>
public sealed class Sensor
{
    public int Id { get; init; }

    public required string Name { get; set; }

    public required int MeasureTypeId { get; set; }

    public MeasureType? MeasureType { get; init; }

    /// <summary>The folder under src/Receiver/Drivers, in lower case.</summary>
    public required string Driver { get; set; }

    /// <summary>The driver's own settings: a JSON object.</summary>
    public string Settings { get; set; } = "{}";

    /// <summary>Nominal time between two samples, in seconds: 0.001 to 86,400.</summary>
    public required double PeriodS { get; set; }

    /// <summary>Overrides the gap rule, in seconds; null keeps it.</summary>
    public double? MaxGapOverrideS { get; set; }

    /// <summary>A longer gap carries no energy, in seconds: five periods, at least 60 s, unless overridden. Made by the database.</summary>
    public double MaxGapS { get; init; }

    /// <summary>What its watts are multiplied by before they are stored: 0.1 to 10.</summary>
    public double Calibration { get; set; } = 1;

    public bool Enabled { get; set; } = true;

    /// <summary>The name of the Receiver that reads it; null for the one that has no name.</summary>
    public string? Receiver { get; set; }

    /// <summary>Since when it is put away: not read, not listed, its samples kept. Null for one that is not.</summary>
    public DateTimeOffset? RetiredAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
