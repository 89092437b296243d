using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Sensors;

/// <summary>What the user may set.</summary>
/// <param name="Device"><c>device</c>: the recorded file's path. Required.</param>
/// <param name="Speed"><c>speed</c>: what the recording's spacing is divided by, 0.01 to 10,000. Default: 1.</param>
/// <param name="Loop"><c>loop</c>: whether it begins again after its end. Default: false.</param>
/// <param name="Format"><c>format</c>: auto, csv or acs712. Default: auto.</param>
public sealed record ReplayOptions(string Device, double Speed = 1, bool Loop = false, RecordingFormat Format = RecordingFormat.Auto)
{
    private const string AllowedDevice = "the absolute path of a recorded file, such as /home/pi/recording.csv";

    private static readonly SensorField DeviceField = new("device", SensorFieldType.Text) { Required = true, Example = "/home/pi/recording.csv" };
    private static readonly SensorField SpeedField = new("speed", SensorFieldType.Number) { Default = "1", Min = 0.01, Max = 10_000 };
    private static readonly SensorField LoopField = new("loop", SensorFieldType.Flag) { Default = "false" };

    /// <summary>In the order of <see cref="RecordingFormat"/>.</summary>
    private static readonly SensorField FormatField = new("format", SensorFieldType.Choice)
    {
        Default = "auto",
        Choices = ["auto", "csv", "acs712"],
        IsAdvanced = true,
    };

    public static SensorKind Kind { get; } = new(
        "replay", "Recording", TimeSpan.FromSeconds(1), DeviceRule.Path("recorded file, such as /home/pi/recording.csv", required: true))
    {
        Fields = [DeviceField, SpeedField, LoopField, FormatField],
        Reader = input => Read(input.Settings),
    };

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static ReplayOptions Read(SettingReader settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var device = settings.Text("device", allowed: AllowedDevice);
        if (!device.StartsWith('/')) throw settings.Breaks(DeviceField, SensorRule.Path, device, AllowedDevice, DeviceField.Example!);
        var options = new ReplayOptions(
            device, settings.Number(SpeedField), settings.Flag(LoopField), (RecordingFormat)settings.PlaceOfChoice(FormatField));
        settings.RejectUnknownKeys();
        return options;
    }
}
