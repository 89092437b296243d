using PowerMeter.Receiver.Drivers.Acs712;
using PowerMeter.Receiver.Drivers.Simulated;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers;

/// <summary>A kind of sensor that this Receiver can read: the one list of them.</summary>
/// <param name="Name">As in <c>sensors.driver</c>: the folder in lower case.</param>
/// <param name="Title">What a new sensor is called before its device's name.</param>
/// <param name="DefaultPeriod">Time between two samples of a new sensor.</param>
/// <param name="Device">What kind of device it must be given; null when it has none.</param>
/// <param name="Create">Throws <see cref="SettingException"/> when a setting is wrong.</param>
public sealed record SensorKind(
    string Name, string Title, TimeSpan DefaultPeriod, string? Device, Func<DriverContext, ISensorDriver> Create)
{
    /// <summary>Sensors whose samples come by the API: no Receiver drives them.</summary>
    public const string Push = "push";

    public static IReadOnlyList<SensorKind> All { get; } =
    [
        new("simulated", "Household", TimeSpan.FromSeconds(8), Device: null, SimulatedDriver.Create),
        new("acs712", "ACS712", TimeSpan.FromSeconds(1), Device: "serial port, such as /dev/ttyACM0", Acs712Driver.Create),
    ];

    /// <exception cref="SettingException">There is no such kind; the message lists those there are.</exception>
    public static SensorKind Named(string name) =>
        All.FirstOrDefault(kind => kind.Name == name) ?? throw SettingException.NotAllowed("driver", name, Names());

    /// <summary>The kinds as one types them: <c>simulated, acs712=DEVICE (serial port, such as …)</c>.</summary>
    public static string Names() =>
        string.Join(", ", All.Select(kind => kind.Device is null ? kind.Name : $"{kind.Name}=DEVICE ({kind.Device})"));
}
