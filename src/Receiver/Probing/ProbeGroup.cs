using System.Text.Json.Serialization;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Probing;

/// <summary>What a machine has of one kind of connection.</summary>
/// <param name="Name">i2c, hwmon, iio, spi, gpio, serial or bluetooth.</param>
/// <param name="TitleSaid">For people, not yet in a language.</param>
/// <param name="MissingSaid">When there is none: what may be done about it.</param>
public sealed record ProbeGroup(
    string Name, [property: JsonIgnore] Sentence TitleSaid, [property: JsonPropertyOrder(2)] IReadOnlyList<ProbeFinding> Findings,
    [property: JsonIgnore] Sentence? MissingSaid)
{
    [JsonPropertyOrder(1)]
    public string Title => TitleSaid.ToString();

    [JsonPropertyOrder(3)]
    public string? Missing => MissingSaid?.ToString();
}
