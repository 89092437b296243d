using NodaTime;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Drivers;

/// <summary>How a sensor is at a moment.</summary>
/// <param name="Since">When it entered its state.</param>
/// <param name="LastSeen">The time of the last reading; null when none came since the Receiver started.</param>
/// <param name="Samples">Accepted since the Receiver started.</param>
/// <param name="Rejected">What came and was no reading, since the Receiver started.</param>
public sealed record SensorSnapshot(
    int SensorId, SensorState State, Instant Since, Instant? LastSeen, Sample? Last, long Samples, long Rejected, Sentence? ErrorSaid)
{
    /// <summary>In English.</summary>
    public string? Error => ErrorSaid?.ToString();

    /// <summary>Whether its load is switched on; null for a sensor that does not switch.</summary>
    public bool? SwitchedOn { get; init; }

    /// <summary>As in the database: lower case.</summary>
    public string StateName => State switch
    {
        SensorState.Starting => "starting",
        SensorState.Running => "running",
        SensorState.Silent => "silent",
        SensorState.Absent => "absent",
        SensorState.Fault => "fault",
        SensorState.Paused => "paused",
        _ => throw new InvalidOperationException($"No name for {State}."),
    };
}
