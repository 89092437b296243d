using PowerMeter.Shared.Language;

namespace PowerMeter.Web.SensorSetup;

/// <summary>Something that the Receiver's machine has and that can be read, or could be if its problem were solved.</summary>
/// <param name="Kind">Of the sensor that it would be; null when nothing reads it.</param>
/// <param name="Device">Such as <c>/dev/ttyACM0</c>.</param>
/// <param name="Description">What the kernel or the device calls it, and what it probably is.</param>
/// <param name="Settings">What to begin with.</param>
/// <param name="Problem">Why it cannot be used as it is, and what helps; null when it can.</param>
public sealed record FoundSensor(string? Kind, string Device, string Description, IReadOnlyDictionary<string, string> Settings, string? Problem)
{
    /// <summary><see cref="Description"/> for a page; null when it is in English only.</summary>
    public Sentence? DescriptionSaid { get; init; }

    /// <summary><see cref="Problem"/> for a page; null when it is in English only.</summary>
    public Sentence? ProblemSaid { get; init; }
}
