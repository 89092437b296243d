using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Sensors;

/// <summary>A kind of sensor: what one may set of it, for the Receiver that reads it, the command line and the pages.</summary>
/// <param name="Name">As in <c>sensors.driver</c>: the driver's folder in lower case.</param>
/// <param name="Title">What a new sensor is called before its device's name.</param>
/// <param name="DefaultPeriod">Time between two samples of a new sensor.</param>
/// <param name="Device">What its device may be.</param>
public sealed record SensorKind(string Name, string Title, TimeSpan DefaultPeriod, DeviceRule Device)
{
    public static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(1);

    public static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(1);

    /// <summary>Characters of a sensor's name.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Every setting, the most important first.</summary>
    public IReadOnlyList<SensorField> Fields { get; init; } = [];

    /// <summary>The names of the settings that are secret: stored protected, never shown.</summary>
    public IReadOnlyList<string> Secrets => [.. Fields.Where(setting => setting.Type == SensorFieldType.Secret).Select(setting => setting.Name)];

    /// <summary>
    /// Whether a Receiver reads it. The samples of one that is not come by the API, as their sender calibrated them: there
    /// is nothing to try, and its calibration stays 1.
    /// </summary>
    public bool IsDriven { get; init; } = true;

    /// <summary>Whether a reading can be had at any moment, so that a trial need not wait for a whole period.</summary>
    public bool IsReadAnyTime { get; init; }

    /// <summary>Whether only one at a time can read the device.</summary>
    public bool HoldsItsDevice { get; init; }

    /// <summary>Reads the settings as the driver will. Throws <see cref="SettingException"/>.</summary>
    public required Action<SensorInput> Reader { get; init; }

    /// <summary>The kind as one types it: <c>acs712=DEVICE (serial port, such as …)</c>.</summary>
    public string AsTyped => Device switch
    {
        { Description: null } => Name,
        { Required: true } => $"{Name}=DEVICE ({Device.Description})",
        _ => $"{Name}[=DEVICE] ({Device.Description})",
    };

    public static IReadOnlyList<SensorKind> All { get; } =
    [
        SimulatedOptions.Kind,
        Acs712Options.Kind,
        Ina219Options.Kind,
        ReplayOptions.Kind,
        CitizenWattOptions.Kind,
        AwoxOptions.Kind,
        new("push", "Pushed", TimeSpan.FromSeconds(10), DeviceRule.None) { IsDriven = false, Reader = NothingToSet },
    ];

    /// <summary>The settings that say which device a sensor is; the others may change without it becoming another.</summary>
    public static IReadOnlyList<string> Identity { get; } = ["device", "bus", "address"];

    /// <summary>Null: there is no such kind.</summary>
    public static SensorKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <exception cref="SettingException">There is no such kind; the message lists those there are.</exception>
    public static SensorKind Named(string name, string setting = "driver") => Find(name) ?? throw SettingException.NotAllowed(setting, name, Names());

    /// <returns>False for a kind whose samples come by the API. True for one that is not known: that is a fault to be shown.</returns>
    public static bool IsDrivenNamed(string name) => Find(name) is not { IsDriven: false };

    /// <summary>All kinds as one types them, with commas between.</summary>
    public static string Names() => string.Join(", ", All.Select(kind => kind.AsTyped));

    /// <exception cref="SettingException">A setting is wrong: the message names it, what was given and what is allowed.</exception>
    public void Check(SensorInput input) => Reader(input);

    private static void NothingToSet(SensorInput input) => input.Settings.RejectUnknownKeys();
}
