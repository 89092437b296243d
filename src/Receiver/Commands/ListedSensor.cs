using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PowerMeter.Receiver.Commands;

/// <summary>A sensor as <c>--list-sensors</c> tells of it.</summary>
/// <param name="Device">Its setting <c>device</c>; null when it has none.</param>
/// <param name="State">As in <c>sensor_status</c>; <c>stopped</c> when no Receiver lives that would know, <c>unknown</c> before it first said so, <c>retired</c> when it is put away.</param>
/// <param name="Receiver">The name of the Receiver that reads it; null for the one without a name.</param>
/// <param name="Settings">With <c>set</c> in the place of each secret.</param>
public sealed record ListedSensor(
    [property: JsonPropertyName("id")] int Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("device")] string? Device,
    [property: JsonPropertyName("periodSeconds")] double PeriodSeconds,
    [property: JsonPropertyName("enabled")] bool Enabled,
    [property: JsonPropertyName("state")] string State,
    [property: JsonPropertyName("error")] string? Error,
    [property: JsonPropertyName("lastSeen")] DateTime? LastSeen,
    [property: JsonPropertyName("lastWatts")] double? LastWatts,
    [property: JsonPropertyName("settings")] JsonObject Settings,
    [property: JsonPropertyName("calibration")] double Calibration = 1,
    [property: JsonPropertyName("receiver")] string? Receiver = null);
