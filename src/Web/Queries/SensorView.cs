using NodaTime;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Queries;

/// <summary>A sensor and how it is.</summary>
/// <param name="Type">What it measures, such as Electricity.</param>
/// <param name="Driver">Its kind; the samples of kind <c>push</c> come by the API.</param>
public sealed record SensorView(
    int Id, string Name, string Type, int TypeId, string Driver, double PeriodSeconds, double MaxGapSeconds, bool Enabled)
{
    public const string Stopped = "stopped";

    /// <summary>As its Receiver says, or <see cref="Stopped"/> when no Receiver lives, or null when none ever spoke of it.</summary>
    public string? State { get; init; }

    /// <summary>Since when the state holds.</summary>
    public Instant? Since { get; init; }

    public Instant? LastSeen { get; init; }

    public double? LastWatts { get; init; }

    public float? Volts { get; init; }

    /// <summary>Percent, or the cell's volts for a sensor that says no more.</summary>
    public float? Battery { get; init; }

    /// <summary>Whether its load is switched on; null for a sensor that does not switch.</summary>
    public bool? SwitchedOn { get; init; }

    /// <summary>Since its Receiver started; for one whose samples are pushed, ever.</summary>
    public long Samples { get; init; }

    /// <summary>As <see cref="Samples"/>.</summary>
    public long Rejected { get; init; }

    public string? Error { get; init; }

    /// <summary><see cref="Error"/> for a page; null when it is in English only.</summary>
    public Sentence? ErrorSaid { get; init; }

    /// <summary>Samples of the whole Receiver that wait on disk for the database.</summary>
    public long SpoolDepth { get; init; }
}
