namespace PowerMeter.Shared.Display;

/// <summary>What people set of the small display from the settings page.</summary>
/// <param name="Language">Null: as the Processor's configuration file says.</param>
/// <param name="Rotation">0, 90, 180 or 270 degrees, clockwise; null: as the configuration file says.</param>
/// <param name="Sensors">Whose power is shown; none: those whose readings are sent to W3bstream.</param>
public sealed record DisplayChoices(DisplayLanguage? Language, int? Rotation, IReadOnlyList<int> Sensors)
{
    public static DisplayChoices None { get; } = new(null, null, []);
}
