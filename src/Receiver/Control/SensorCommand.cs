using PowerMeter.Receiver.Drivers;

namespace PowerMeter.Receiver.Control;

/// <summary>What somebody asks of a sensor: a row of <c>sensor_commands</c>.</summary>
/// <param name="Name">switch_on, switch_off or pair.</param>
/// <param name="SensorName">As it is called now.</param>
public sealed record SensorCommand(long Id, string Name, string SensorName)
{
    /// <summary>Has the sensor's driver do it.</summary>
    /// <exception cref="SensorCommandException">It cannot be done; the message says why and what helps.</exception>
    public Task RunAsync(SensorRunner runner, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(runner);
        var driver = runner.Driver ?? throw new SensorCommandException(WhyItDoesNotRun(runner));
        switch (Name)
        {
            case "switch_on" or "switch_off":
                return driver is ISwitchable plug ? plug.SwitchAsync(Name == "switch_on", cancel) : throw Cannot(runner, "switched");
            case "pair":
                if (driver is not IPairable radio) throw Cannot(runner, "paired");
                radio.Pair();
                return Task.CompletedTask;
            default:
                throw new SensorCommandException($"The Receiver knows no command '{Name}'; allowed: switch_on, switch_off, pair.");
        }
    }

    private string WhyItDoesNotRun(SensorRunner runner) =>
        !runner.Sensor.Enabled ? $"sensor '{SensorName}' is paused: resume it first"
        : runner.Error is { } error ? $"sensor '{SensorName}' does not run: {error}"
        : $"sensor '{SensorName}' is being started or stopped: try again in a moment";

    private SensorCommandException Cannot(SensorRunner runner, string done) => new($"sensor '{SensorName}' ({runner.Sensor.Driver}) cannot be {done}");
}
