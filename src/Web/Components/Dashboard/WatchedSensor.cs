using System.Text.Json.Serialization;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>A chosen sensor and its power of the last minutes, by time.</summary>
public sealed record WatchedSensor(
    SensorChoice Sensor, [property: JsonConverter(typeof(PowerPointsConverter))] IReadOnlyList<PowerPoint> Recent)
{
    /// <summary>Whether anything was ever measured.</summary>
    [JsonIgnore]
    public bool HasSamples => Sensor.LastSample is not null || Recent.Count > 0;

    /// <summary>When the newest sample was taken, in unix milliseconds; null without one.</summary>
    [JsonIgnore]
    public long? LastTime => Recent is [.., var newest] ? Math.Max(newest.Time, Sensor.LastSample ?? 0) : Sensor.LastSample;

    /// <summary>Its power now; null when the newest value is not the present one.</summary>
    public double? WattsAt(DateTimeOffset now) =>
        !Sensor.IsOut && Recent is [.., var newest] && Age(newest.Time, now) <= Sensor.FreshFor ? newest.Watts : null;

    /// <summary>Whether it seems to be in trouble although nobody has said so.</summary>
    public bool IsOverdueAt(DateTimeOffset now) => Recent is not [.., var newest] || Age(newest.Time, now) > Sensor.OverdueAfter;

    private static TimeSpan Age(long time, DateTimeOffset now) => now - DateTimeOffset.FromUnixTimeMilliseconds(time);
}
