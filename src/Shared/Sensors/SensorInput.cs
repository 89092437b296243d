using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Shared.Sensors;

/// <summary>What somebody set of a sensor, for the options of its kind to read.</summary>
/// <param name="Settings">The sensor's own settings; each key is read with its bounds and others are rejected.</param>
/// <param name="Period">Nominal time between two samples: 1 ms to a day.</param>
public record SensorInput(SettingReader Settings, TimeSpan Period)
{
    /// <summary>Makes plain text of a stored secret; throws <see cref="SettingException"/>. See <see cref="Secret"/>.</summary>
    public Func<string, string> Secrets { get; init; } = _ => throw new SettingException("There is no key ring here to reveal it with.");

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
            throw SettingException.Of(new Sentence("Value_Named", Settings.Name(key), e.Sentence), e);
        }
    }
}
