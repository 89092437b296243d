using NodaTime;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers;

/// <summary>What a driver may be made from.</summary>
/// <param name="Settings">The sensor's own settings; the driver reads each key with its bounds and rejects others.</param>
/// <param name="Period">Nominal time between two samples: 1 ms to a day.</param>
/// <param name="Zone">The site's time zone.</param>
public sealed record DriverContext(SettingReader Settings, TimeSpan Period, DateTimeZone Zone, TimeProvider Time)
{
    /// <summary>Makes plain text of a stored secret; throws <see cref="SettingException"/>. See <see cref="Secret"/>.</summary>
    public Func<string, string> Secrets { get; init; } = _ => throw new SettingException("There is no key ring here to reveal it with.");

    /// <summary>What the driver must remember over restarts. Kept only in memory unless the Receiver gives another.</summary>
    public SensorMemory Memory { get; init; } = new();

    /// <summary>Reads a setting that the kind lists in <see cref="SensorKind.Secrets"/>.</summary>
    /// <returns>The plain text: never to be put into a message or a log.</returns>
    /// <exception cref="SettingException">It is missing, or cannot be revealed.</exception>
    public string Secret(string key)
    {
        var stored = Settings.Text(key, allowed: $"a secret, given with --secret {key}");
        try
        {
            return Secrets(stored);
        }
        catch (SettingException e)
        {
            throw new SettingException($"{Settings.Name(key)}: {e.Message}", e);
        }
    }
}
