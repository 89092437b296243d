using System.Text.Json.Nodes;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Commands;

/// <summary>A sensor as the command line finds it in the database.</summary>
public sealed record StoredSensor(int Id, string Name, string Driver, string SettingsText, TimeSpan Period, bool Enabled, double Calibration = 1)
{
    /// <summary>The name of the Receiver that reads it; null for the one without a name.</summary>
    public string? Receiver { get; init; }

    public JsonObject Settings => JsonNode.Parse(SettingsText)!.AsObject();

    /// <summary>
    /// Whether to add a sensor with these settings means this one. A device is what it is by its <c>device</c>, <c>bus</c>
    /// and <c>address</c>, whatever else was set since; a kind without a device has as many sensors as names, or as
    /// settings that differ.
    /// </summary>
    /// <param name="name">Null: none was given.</param>
    /// <param name="receiver">Null for the one without a name: another machine's device is another.</param>
    public bool IsMeantBy(SensorKind kind, string? name, JsonObject given, string? receiver = null)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(given);
        if (Driver != kind.Name || Receiver != receiver) return false;
        var mine = Settings;
        bool IsSame(string key) => JsonNode.DeepEquals(mine[key], given[key]);
        return kind.Device.Description is not null
            ? SensorKind.Identity.All(IsSame)
            : (name is null || name == Name) && given.All(setting => IsSame(setting.Key));
    }
}
