using PowerMeter.Receiver.Drivers.Acs712;
using PowerMeter.Receiver.Drivers.Awox;
using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Drivers.Replay;
using PowerMeter.Receiver.Drivers.Simulated;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers;

/// <summary>How a driver is made of a kind of sensor; what one may set of it, <see cref="SensorKind"/> says.</summary>
public static class SensorDrivers
{
    private static readonly Dictionary<string, Func<DriverContext, ISensorDriver>> Makers = new()
    {
        [SimulatedOptions.Kind.Name] = SimulatedDriver.Create,
        [Acs712Options.Kind.Name] = Acs712Driver.Create,
        [Ina219Options.Kind.Name] = Ina219Driver.Create,
        [ReplayOptions.Kind.Name] = ReplayDriver.Create,
        [CitizenWattOptions.Kind.Name] = CitizenWattDriver.Create,
        [AwoxOptions.Kind.Name] = AwoxDriver.Create,
    };

    /// <exception cref="SettingException">A setting is wrong, or no Receiver drives a sensor of this kind.</exception>
    public static ISensorDriver Create(SensorKind kind, DriverContext context)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return Makers.TryGetValue(kind.Name, out var create)
            ? create(context)
            : throw new SettingException($"A sensor of kind {kind.Name} is not read: its samples come by the API.");
    }
}
