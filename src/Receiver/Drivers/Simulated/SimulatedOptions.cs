using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers.Simulated;

/// <summary>What the user may set.</summary>
/// <param name="Seed"><c>seed</c>: another number is another household, 0 to 1,000,000. Default: 1.</param>
public sealed record SimulatedOptions(int Seed = 1)
{
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static SimulatedOptions Read(SettingReader settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var options = new SimulatedOptions(settings.WholeNumber("seed", 1, 0, 1_000_000));
        settings.RejectUnknownKeys();
        return options;
    }
}
