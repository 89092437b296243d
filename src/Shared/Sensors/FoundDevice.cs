using PowerMeter.Shared.Language;

namespace PowerMeter.Shared.Sensors;

/// <summary>Something that a Receiver's machine has, as the Receiver answers a request of the kind <c>probe</c>.</summary>
/// <param name="Kind">Of the sensor that it is, or that its problem keeps it from being; null when nothing reads it.</param>
/// <param name="Device">Such as <c>/dev/ttyACM0</c>; empty when there is none, and the problem says so.</param>
/// <param name="Settings">What to begin with, by name.</param>
/// <param name="Problem">Why it cannot be used as it is, and what helps; null when it can.</param>
public sealed record FoundDevice(string? Kind, string Device, string Description, IReadOnlyDictionary<string, string> Settings, string? Problem)
{
    /// <summary><see cref="Description"/> for a page; null when it is in English only, as from an older Receiver.</summary>
    public Sentence? DescriptionSaid { get; init; }

    /// <summary><see cref="Problem"/> for a page, as <see cref="DescriptionSaid"/>.</summary>
    public Sentence? ProblemSaid { get; init; }
}
