using PowerMeter.Receiver.Drivers;
using PowerMeter.Shared.Language;

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
                return driver is ISwitchable plug ? plug.SwitchAsync(Name == "switch_on", cancel) : throw Cannot("Sensor_CannotSwitch", runner);
            case "pair":
                if (driver is not IPairable radio) throw Cannot("Sensor_CannotPair", runner);
                radio.Pair();
                return Task.CompletedTask;
            default:
                throw new SensorCommandException(new Sentence("Sensor_UnknownCommand", Name));
        }
    }

    private Sentence WhyItDoesNotRun(SensorRunner runner) =>
        !runner.Sensor.Enabled ? new Sentence("Sensor_Paused", SensorName)
        : runner.Error is { } error ? new Sentence("Sensor_DoesNotRun", SensorName, error)
        : new Sentence("Sensor_BetweenTimes", SensorName);

    private SensorCommandException Cannot(string key, SensorRunner runner) => new(new Sentence(key, SensorName, runner.Sensor.Driver));
}
