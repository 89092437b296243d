using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Configuration;

/// <summary>Which of several Receivers this one is: it reads the sensors that bear its name, or as long as it has none those that bear none.</summary>
/// <param name="Name">1 to 64 letters, digits, dots, dashes and underscores. Default: none, which is right for the only Receiver.</param>
public sealed record ReceiverOptions(string? Name)
{
    /// <summary>The Receiver of an installation that has only one.</summary>
    public static ReceiverOptions Only { get; } = new((string?)null);

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static ReceiverOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new SettingReader(configuration.GetSection("Receiver"), "Receiver");
        var name = reader.OptionalText("Name");
        if (name.Length > 0 && !ReceiverName.IsAllowed(name)) throw SettingException.NotAllowed(reader.Name("Name"), name, ReceiverName.Allowed);
        reader.RejectUnknownKeys();
        return new ReceiverOptions(name.Length == 0 ? null : name);
    }
}
