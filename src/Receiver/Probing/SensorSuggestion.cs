using System.Text.Json.Serialization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Probing;

/// <summary>How what was found is added as a sensor.</summary>
/// <param name="Kind">See <see cref="Shared.Sensors.SensorKind"/>.</param>
/// <param name="Device">The setting <c>device</c>.</param>
/// <param name="Settings">Those that the kind's defaults do not have right; by key.</param>
/// <param name="Ask">What only the user knows, by its option: <c>--secret aes_key</c>.</param>
public sealed record SensorSuggestion(string Kind, string Device, IReadOnlyDictionary<string, string> Settings, string? Ask = null)
{
    private static readonly Dictionary<string, string> NoSettings = [];

    public SensorSuggestion(string kind, string device)
        : this(kind, device, NoSettings)
    {
    }

    /// <summary>For PowerMeter.Receiver.</summary>
    public string Command => $"--add-sensor {Words}";

    /// <summary>For people, by PowerMeter's command.</summary>
    [JsonIgnore]
    public string Typed => $"{LauncherCommand.Name} sensor add {Words}";

    private string Words =>
        string.Join(' ', [$"{Kind}={Device}", .. Settings.Select(setting => $"--set {setting.Key}={setting.Value}"), .. Ask is null ? Array.Empty<string>() : [Ask]]);
}
