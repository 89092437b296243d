using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Sensors;

/// <summary>What the user may set.</summary>
/// <param name="Seed"><c>seed</c>: another number is another household, 0 to 1,000,000. Default: 1.</param>
public sealed record SimulatedOptions(int Seed = 1)
{
    private static readonly SensorField SeedField = new("seed", SensorFieldType.WholeNumber) { Default = "1", Min = 0, Max = 1_000_000 };

    public static SensorKind Kind { get; } = new("simulated", "Household", TimeSpan.FromSeconds(8), DeviceRule.None)
    {
        Fields = [SeedField],
        IsReadAnyTime = true,
        Reader = input => Read(input.Settings),
    };

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static SimulatedOptions Read(SettingReader settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var options = new SimulatedOptions(settings.WholeNumber(SeedField));
        settings.RejectUnknownKeys();
        return options;
    }
}
