using System.Text.Json.Serialization;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>What the tiles show. It is kept from the first picture that the server sends to the live page, so that nothing flickers.</summary>
/// <param name="Sensors">All that there are.</param>
/// <param name="Chosen">Those whose sum is shown; none only when there is no sensor.</param>
/// <param name="Energy">Null while none of the chosen ones has a sample.</param>
public sealed record DashboardModel(IReadOnlyList<SensorChoice> Sensors, IReadOnlyList<WatchedSensor> Chosen, EnergyFigures? Energy)
{
    [JsonIgnore]
    public bool HasSamples => Energy is not null;

    /// <summary>The first of the chosen ones.</summary>
    [JsonIgnore]
    public SensorChoice? Selected => Chosen is [var first, ..] ? first.Sensor : null;

    /// <summary>Those of the chosen ones that have measured something.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> Measured => [.. Chosen.Where(watched => watched.HasSamples).Select(watched => watched.Sensor.Id)];

    public bool Watches(int sensorId) => Chosen.Any(watched => watched.Sensor.Id == sensorId);
}
