using System.Globalization;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Commands;

/// <summary>What the Receiver is asked to do.</summary>
public abstract record CommandLine
{
    private const int MaxDays = 3650;

    private CommandLine()
    {
    }

    private static string Usage => $"""
        PowerMeter.Receiver                                   reads the sensors until it is stopped
        PowerMeter.Receiver --add-sensor KIND[=DEVICE] [OPTIONS]
                                                              adds a sensor, or switches it on again; prints its id
        PowerMeter.Receiver --change-sensor SENSOR OPTIONS    changes what the options say, and leaves the rest alone
        PowerMeter.Receiver --pause-sensor KIND|SENSOR        switches a sensor off, or all sensors of a kind
        PowerMeter.Receiver --remove-sensor SENSOR [--with-samples]
                                                              removes it with its samples; only pauses it if it has some
                                                              and --with-samples is not given
        PowerMeter.Receiver --list-sensors [--json]           tells what sensors there are and how they are
        PowerMeter.Receiver --probe [--json]                  tells what this machine has and what of it can be read
        PowerMeter.Receiver --probe [--json] --read SENSOR|KIND[=DEVICE] [OPTIONS]
                                                              takes one reading, and leaves alone what a running Receiver has
        PowerMeter.Receiver --backfill DAYS                   makes the history of the simulated sensors, 1 to {MaxDays} days
        PowerMeter.Receiver --help

        SENSOR is a sensor's name or id. OPTIONS are
          --name NAME            1 to {SensorKind.MaxNameLength} characters
          --period DURATION      time between two samples, 1ms to 1d, such as 500ms
          --calibration FACTOR   what its watts are multiplied by, 0.1 to 10: by a comparison with a reference meter
          --receiver NAME        which of several Receivers reads it (its setting Receiver:Name); '' is the one without a name
          --set KEY=VALUE        a setting of the kind (see its README); with --change-sensor, KEY= removes it
          --secret KEY           a secret setting, whose value is one line of standard input
          --enable, --disable    (--change-sensor) switches it on or off

        Kinds: {SensorKind.Names()}
        """;

    /// <exception cref="SettingException">It cannot be understood; the message says what can.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments.ToArray() switch
        {
            [] => new Run(),
            ["--help" or "-h"] => new Help(),
            ["--add-sensor", var sensor, .. var options] => ParseAdd(sensor, options),
            ["--change-sensor", var sensor, .. var options] => ParseChange(sensor, options),
            ["--pause-sensor", var sensor] => new PauseSensor(sensor),
            ["--remove-sensor", var sensor] => new RemoveSensor(sensor, WithSamples: false),
            ["--remove-sensor", var sensor, "--with-samples"] => new RemoveSensor(sensor, WithSamples: true),
            ["--list-sensors"] => new ListSensors(Json: false),
            ["--list-sensors", "--json"] => new ListSensors(Json: true),
            ["--probe"] => new Probe(Json: false),
            ["--probe", "--json"] => new Probe(Json: true),
            ["--probe", "--json", "--read", var sensor, .. var options] => ParseRead(sensor, json: true, options),
            ["--probe", "--read", var sensor, .. var options] => ParseRead(sensor, options.Contains("--json"), [.. options.Where(option => option != "--json")]),
            ["--backfill", var days] => new Backfill(ParseDays(days)),
            _ => throw new SettingException($"'{string.Join(' ', arguments)}' is not understood. Allowed:{Environment.NewLine}{Usage}"),
        };
    }

    public static Task<int> PrintHelpAsync()
    {
        Console.WriteLine(Usage);
        return Task.FromResult(ExitCode.Success);
    }

    private static AddSensor ParseAdd(string text, IReadOnlyList<string> options)
    {
        var parts = text.Split('=', 2);
        var kind = SensorKind.Named(parts[0], "--add-sensor");
        var arguments = SensorArguments.Parse("--add-sensor", options);
        var device = parts.Length == 2 ? parts[1] : null;
        if (device is null ? kind.Device.Required && !arguments.Settings.ContainsKey("device") : !kind.Device.Allows(device))
            throw SettingException.NotAllowed("--add-sensor", text, kind.AsTyped);
        if (device is not null && arguments.Settings.ContainsKey("device"))
            throw new SettingException($"The device is given twice: '{device}' and --set device={arguments.Settings["device"]}.");
        if (arguments.Enabled is not null) throw new SettingException("--enable and --disable belong to --change-sensor: a sensor that is added is switched on.");
        return new AddSensor(kind, device, arguments);
    }

    private static ChangeSensor ParseChange(string sensor, IReadOnlyList<string> options)
    {
        var arguments = SensorArguments.Parse("--change-sensor", options);
        return arguments.IsEmpty
            ? throw new SettingException($"--change-sensor {sensor} does not say what to change. Allowed:{Environment.NewLine}{Usage}")
            : new ChangeSensor(sensor, arguments);
    }

    private static ReadSensor ParseRead(string sensor, bool json, IReadOnlyList<string> options)
    {
        var arguments = SensorArguments.Parse("--read", options);
        if (arguments.Name is not null || arguments.Enabled is not null || arguments.Calibration is not null || arguments.Receiver is not null)
            throw new SettingException("--read takes --period DURATION, --set KEY=VALUE and --secret KEY; --name, --calibration, --receiver, --enable and --disable belong to --change-sensor.");
        return new ReadSensor(sensor, json, arguments);
    }

    private static int ParseDays(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MaxDays
            ? days
            : throw SettingException.NotAllowed("--backfill", text, $"a whole number of days from 1 to {MaxDays}");

    public sealed record Run : CommandLine;

    public sealed record Help : CommandLine;

    /// <param name="Device">Null: none, or the driver's usual one.</param>
    /// <param name="Arguments">Without a name: one after the kind and the device. Without a period: the kind's.</param>
    public sealed record AddSensor(SensorKind Kind, string? Device, SensorArguments Arguments) : CommandLine;

    /// <param name="Sensor">Its name or id.</param>
    public sealed record ChangeSensor(string Sensor, SensorArguments Arguments) : CommandLine;

    /// <param name="KindOrSensor">A kind, or else the name or id of a sensor.</param>
    public sealed record PauseSensor(string KindOrSensor) : CommandLine;

    /// <param name="Sensor">Its name or id.</param>
    public sealed record RemoveSensor(string Sensor, bool WithSamples) : CommandLine;

    public sealed record ListSensors(bool Json) : CommandLine;

    public sealed record Probe(bool Json) : CommandLine;

    /// <param name="Sensor">A sensor's name or id, or <c>KIND</c> or <c>KIND=DEVICE</c>.</param>
    public sealed record ReadSensor(string Sensor, bool Json, SensorArguments Arguments) : CommandLine;

    /// <param name="Days">1 to 3,650.</param>
    public sealed record Backfill(int Days) : CommandLine;
}
