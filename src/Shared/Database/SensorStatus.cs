namespace PowerMeter.Shared.Database;

/// <summary>How a sensor is, as its Receiver says.</summary>
public sealed class SensorStatus
{
    public required int SensorId { get; init; }

    /// <summary>starting, running, silent, absent, fault or paused.</summary>
    public required string State { get; set; }

    public required DateTimeOffset Since { get; set; }

    public DateTimeOffset? LastSeen { get; set; }

    public double? LastWatts { get; set; }

    public double? Volts { get; set; }

    public double? Battery { get; set; }

    public long Samples { get; set; }

    public long Rejected { get; set; }

    public string? Error { get; set; }

    /// <summary>The same as JSON of a <see cref="Language.Sentence"/>.</summary>
    public string? ErrorSaid { get; set; }

    /// <summary>Whether its load is switched on; null for a sensor that does not switch.</summary>
    public bool? SwitchedOn { get; set; }

    /// <summary>Samples of the whole Receiver that wait on disk.</summary>
    public long SpoolDepth { get; set; }

    public long SpoolDropped { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
