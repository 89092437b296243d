namespace PowerMeter.Receiver.Configuration;

/// <summary>A sensor as the database has it.</summary>
/// <param name="Driver">See <see cref="Drivers.SensorKind"/>.</param>
/// <param name="Settings">The driver's settings: a JSON object.</param>
/// <param name="PeriodSeconds">Nominal time between two samples: 0.001 to 86,400.</param>
public sealed record SensorConfiguration(int Id, string Name, string Driver, string Settings, double PeriodSeconds, bool Enabled)
{
    /// <summary>Whether a driver made from the other would do the same: only the name may differ.</summary>
    public bool RunsAs(SensorConfiguration other) => this with { Name = "" } == (other ?? this) with { Name = "" };
}
