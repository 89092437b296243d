using System.Globalization;

namespace PowerMeter.Shared.Database;

/// <summary>The payload of <see cref="Channels.Measures"/> and <see cref="Channels.Energy"/>; times in unix microseconds.</summary>
public readonly record struct ChangedSpan(int SensorId, long From, long To)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{SensorId}:{From}:{To}");

    public static bool TryParse(string payload, out ChangedSpan span)
    {
        ArgumentNullException.ThrowIfNull(payload);
        var parts = payload.Split(':');
        var ok = parts.Length == 3
            & int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sensor)
            & long.TryParse(parts.ElementAtOrDefault(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var from)
            & long.TryParse(parts.ElementAtOrDefault(2), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var to);
        span = new ChangedSpan(sensor, from, to);
        return ok;
    }
}
