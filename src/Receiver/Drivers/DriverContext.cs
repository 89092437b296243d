using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers;

/// <summary>What a driver may be made from.</summary>
/// <param name="Zone">The site's time zone.</param>
public sealed record DriverContext(SettingReader Settings, TimeSpan Period, DateTimeZone Zone, TimeProvider Time) : SensorInput(Settings, Period)
{
    /// <summary>What the driver must remember over restarts. Kept only in memory unless the Receiver gives another.</summary>
    public SensorMemory Memory { get; init; } = new();
}
