namespace PowerMeter.Web.Monitoring;

/// <summary>What the database says of itself and of the base station.</summary>
/// <param name="Error">Why it does not answer; null when it does. If not, the others say nothing.</param>
public sealed record DatabaseFigures(string? Error)
{
    public bool IsUp => Error is null;

    /// <summary>Of the schema: the last migration.</summary>
    public int SchemaVersion { get; init; }

    public long SizeBytes { get; init; }

    /// <summary>Of all programs to this database.</summary>
    public long Connections { get; init; }

    public long MostConnections { get; init; }

    /// <summary>Spans that wait for their roll-up.</summary>
    public long PendingSpans { get; init; }

    /// <summary>How long the oldest of them has been waiting; 0 when none waits.</summary>
    public double RollupLagSeconds { get; init; }

    /// <summary>How far this machine's clock is ahead of the database's; a little more than it is, by the time that the question took.</summary>
    public double ClockDifferenceSeconds { get; init; }

    /// <summary>Why a living Receiver does not believe its clock; null when all do.</summary>
    public string? ClockDoubt { get; init; }

    public IReadOnlyList<ProcessBeat> Beats { get; init; } = [];

    public IReadOnlyList<SensorFigures> Sensors { get; init; } = [];

    /// <summary>Null while nothing is sent to W3bstream.</summary>
    public W3bstreamFigures? W3bstream { get; init; }

    public BackupFigures? Backup { get; init; }

    /// <summary>Every row tells of its whole Receiver, and the database does not know which: the greatest.</summary>
    public long SpoolDepth => Sensors.Select(sensor => sensor.View.SpoolDepth).DefaultIfEmpty().Max();

    /// <summary>Whether the Receiver's disk takes none of the samples that wait.</summary>
    public bool IsSpoolRefused => SpoolDepth > 0 && Sensors.Any(sensor => sensor.View.ErrorSaid?.Is("Sensor_Spool") == true);

    /// <summary>As <see cref="SpoolDepth"/>.</summary>
    public long SpoolDropped => Sensors.Select(sensor => sensor.SpoolDropped).DefaultIfEmpty().Max();
}
