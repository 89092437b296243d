namespace PowerMeter.Shared.Sensors;

/// <summary>What the setting <c>device</c> of a kind of sensor may be.</summary>
/// <param name="Description">For people, such as <c>an absolute path: serial port, such as /dev/ttyACM0</c>; null when the kind has no device.</param>
/// <param name="Required">False: the driver finds one, or takes its usual one.</param>
public sealed record DeviceRule(string? Description, bool Required, Predicate<string> Allows)
{
    public static DeviceRule None { get; } = new(null, Required: false, _ => false);

    /// <summary>An absolute path.</summary>
    public static DeviceRule Path(string description, bool required) => new($"an absolute path: {description}", required, text => text.StartsWith('/'));
}
