using NodaTime;

namespace PowerMeter.Shared.Display;

/// <summary>What was read for the display.</summary>
/// <param name="FreshUntil">When it is no longer true though nothing happened: the sensor is then silent. Null for never.</param>
public sealed record DisplayReading(DisplayState State, Instant? FreshUntil)
{
    /// <summary>What was set of the display; null when that could not be read.</summary>
    public DisplayChoices? Choices { get; init; }
}
