using System.Globalization;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Shared.Hosting;

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
        PowerMeter.Receiver --add-sensor KIND[=DEVICE] [--name NAME]
                                                              adds a sensor, or switches it on again; prints its id
        PowerMeter.Receiver --pause-sensor KIND               switches the sensors of this kind off
        PowerMeter.Receiver --backfill DAYS                   makes the history of the simulated sensors, 1 to {MaxDays} days
        PowerMeter.Receiver --help

        Kinds: {SensorKind.Names()}
        """;

    /// <exception cref="SettingException">It cannot be understood; the message says what can.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments switch
        {
            [] => new Run(),
            ["--help" or "-h"] => new Help(),
            ["--add-sensor", var sensor] => ParseSensor(sensor, name: null),
            ["--add-sensor", var sensor, "--name", var name] => ParseSensor(sensor, name),
            ["--pause-sensor", var kind] => new PauseSensor(SensorKind.Named(kind, "--pause-sensor")),
            ["--backfill", var days] => new Backfill(ParseDays(days)),
            _ => throw new SettingException($"'{string.Join(' ', arguments)}' is not understood. Allowed:{Environment.NewLine}{Usage}"),
        };
    }

    public static Task<int> PrintHelpAsync()
    {
        Console.WriteLine(Usage);
        return Task.FromResult(ExitCode.Success);
    }

    private static AddSensor ParseSensor(string text, string? name)
    {
        var parts = text.Split('=', 2);
        var kind = SensorKind.Named(parts[0], "--add-sensor");
        var device = parts.Length == 2 ? parts[1] : null;
        if (device is null ? kind.Device.Required : !kind.Device.Allows(device))
            throw SettingException.NotAllowed("--add-sensor", text, SensorKind.Names());
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Length > 64))
            throw SettingException.NotAllowed("--name", name, "1 to 64 characters");
        return new AddSensor(kind, device, name);
    }

    private static int ParseDays(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MaxDays
            ? days
            : throw SettingException.NotAllowed("--backfill", text, $"a whole number of days from 1 to {MaxDays}");

    public sealed record Run : CommandLine;

    public sealed record Help : CommandLine;

    /// <param name="Device">Null for a kind that has none.</param>
    /// <param name="Name">Null: one after the kind and the device.</param>
    public sealed record AddSensor(SensorKind Kind, string? Device, string? Name) : CommandLine;

    public sealed record PauseSensor(SensorKind Kind) : CommandLine;

    /// <param name="Days">1 to 3,650.</param>
    public sealed record Backfill(int Days) : CommandLine;
}
