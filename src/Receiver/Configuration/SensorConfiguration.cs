using System.Text;
using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Configuration;

/// <summary>A sensor as the database has it.</summary>
/// <param name="Driver">See <see cref="Shared.Sensors.SensorKind"/>.</param>
/// <param name="Settings">The driver's settings: a JSON object.</param>
/// <param name="PeriodSeconds">Nominal time between two samples: 0.001 to 86,400.</param>
public sealed record SensorConfiguration(int Id, string Name, string Driver, string Settings, double PeriodSeconds, bool Enabled)
{
    /// <summary>What its watts are multiplied by before they are stored: 0.1 to 10.</summary>
    public double Calibration { get; init; } = 1;

    /// <summary>Whether a driver made from the other would do the same: only the name may differ.</summary>
    public bool RunsAs(SensorConfiguration other) => this with { Name = "" } == (other ?? this) with { Name = "" };

    /// <summary>The settings, for the driver's options to read.</summary>
    public SettingReader OpenSettings() => OpenSettings(Name, Settings);

    /// <param name="name">The sensor's, for messages.</param>
    /// <param name="settings">A JSON object.</param>
    public static SettingReader OpenSettings(string name, string settings)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(settings));
        return new SettingReader(new ConfigurationBuilder().AddJsonStream(json).Build(), $"sensor '{name}'");
    }
}
