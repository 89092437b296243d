using PowerMeter.Receiver.Drivers.Acs712;
using PowerMeter.Receiver.Drivers.Awox;
using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Drivers.Replay;
using PowerMeter.Receiver.Drivers.Simulated;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers;

/// <summary>A kind of sensor: each driver's folder says what it is, and here is the one list of them.</summary>
/// <param name="Name">As in <c>sensors.driver</c>: the folder in lower case.</param>
/// <param name="Title">What a new sensor is called before its device's name.</param>
/// <param name="DefaultPeriod">Time between two samples of a new sensor.</param>
/// <param name="Device">What its device may be.</param>
/// <param name="Create">Throws <see cref="SettingException"/> when a setting is wrong; null when no Receiver drives it.</param>
public sealed record SensorKind(
    string Name, string Title, TimeSpan DefaultPeriod, DeviceRule Device, Func<DriverContext, ISensorDriver>? Create)
{
    /// <summary>The names of the settings that are secret: stored protected, never shown.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The kind as one types it: <c>acs712=DEVICE (serial port, such as …)</c>.</summary>
    public string AsTyped => Device switch
    {
        { Description: null } => Name,
        { Required: true } => $"{Name}=DEVICE ({Device.Description})",
        _ => $"{Name}[=DEVICE] ({Device.Description})",
    };

    public static IReadOnlyList<SensorKind> All { get; } =
    [
        SimulatedDriver.Kind,
        Acs712Driver.Kind,
        Ina219Driver.Kind,
        ReplayDriver.Kind,
        CitizenWattDriver.Kind,
        AwoxDriver.Kind,
        // Its samples come by the API.
        new("push", "Pushed", TimeSpan.FromSeconds(10), DeviceRule.None, Create: null),
    ];

    /// <summary>The settings that say which device a sensor is; the others may change without it becoming another.</summary>
    public static IReadOnlyList<string> Identity { get; } = ["device", "bus", "address"];

    /// <exception cref="SettingException">There is no such kind; the message lists those there are.</exception>
    public static SensorKind Named(string name, string setting = "driver") =>
        All.FirstOrDefault(kind => kind.Name == name) ?? throw SettingException.NotAllowed(setting, name, Names());

    /// <returns>False for a kind whose samples come by the API. True for one that is not known: that is a fault to be shown.</returns>
    public static bool IsDriven(string name) => All.FirstOrDefault(kind => kind.Name == name) is not { Create: null };

    /// <summary>All kinds as one types them, with commas between.</summary>
    public static string Names() => string.Join(", ", All.Select(kind => kind.AsTyped));
}
