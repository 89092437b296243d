namespace PowerMeter.Web.SensorSetup;

/// <summary>A sensor as somebody wants it to be.</summary>
/// <param name="Kind">As in <c>sensors.driver</c>.</param>
/// <param name="Name">1 to 64 characters.</param>
public sealed record SensorDraft(string Kind, string Name)
{
    /// <summary>By name, as typed; what is not in it has its default. A secret is plain text here, or missing: then the one that is stored stays.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Time between two samples, 0.001 to 86,400 s; null for the kind's default.</summary>
    public double? PeriodSeconds { get; init; }

    /// <summary>What its watts are multiplied by, 0.1 to 10: found by a comparison with a reference meter.</summary>
    public double Calibration { get; init; } = 1;

    /// <summary>The name of the Receiver that reads it (see <see cref="Shared.Sensors.ReceiverName"/>); null for the one without a name.</summary>
    public string? Receiver { get; init; }
}
