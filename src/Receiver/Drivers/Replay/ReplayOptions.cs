using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>What the user may set.</summary>
/// <param name="Device"><c>device</c>: the recorded file's path. Required.</param>
/// <param name="Speed"><c>speed</c>: what the recording's spacing is divided by, 0.01 to 10,000. Default: 1.</param>
/// <param name="Loop"><c>loop</c>: whether it begins again after its end. Default: false.</param>
/// <param name="Format"><c>format</c>: auto, csv or acs712. Default: auto.</param>
public sealed record ReplayOptions(string Device, double Speed = 1, bool Loop = false, RecordingFormat Format = RecordingFormat.Auto)
{
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static ReplayOptions Read(SettingReader settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        const string Path = "the absolute path of a recorded file, such as /home/pi/recording.csv";
        var device = settings.Text("device", allowed: Path);
        if (!device.StartsWith('/')) throw SettingException.NotAllowed(settings.Name("device"), device, Path);
        var options = new ReplayOptions(device, settings.Number("speed", 1, 0.01, 10_000), settings.Flag("loop", false), ReadFormat(settings));
        settings.RejectUnknownKeys();
        return options;
    }

    private static RecordingFormat ReadFormat(SettingReader settings) => settings.Text("format", "auto") switch
    {
        "auto" => RecordingFormat.Auto,
        "csv" => RecordingFormat.Csv,
        "acs712" => RecordingFormat.Acs712,
        var other => throw SettingException.NotAllowed(settings.Name("format"), other, "auto, csv or acs712"),
    };
}
