using NodaTime;

namespace PowerMeter.Web.Queries;

/// <summary>A sensor and how it is.</summary>
/// <param name="Type">What it measures, such as Electricity.</param>
/// <param name="State">As its Receiver says, or <see cref="Stopped"/> when no Receiver lives, or null when none ever spoke of it.</param>
public sealed record SensorView(
    int Id, string Name, string Type, int TypeId, string Driver, double PeriodSeconds, double MaxGapSeconds,
    string? State, Instant? LastSeen, double? LastWatts, string? Error)
{
    public const string Stopped = "stopped";
}
