using NodaTime;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers;

/// <summary>What a driver may be made from.</summary>
/// <param name="Settings">The sensor's own settings; the driver reads each key with its bounds and rejects others.</param>
/// <param name="Period">Nominal time between two samples: 1 ms to a day.</param>
/// <param name="Zone">The site's time zone.</param>
public sealed record DriverContext(SettingReader Settings, TimeSpan Period, DateTimeZone Zone, TimeProvider Time);
