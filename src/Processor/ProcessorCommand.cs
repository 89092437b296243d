using System.Globalization;
using Npgsql;
using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor;

/// <summary>What the command line asks for. Without arguments the Processor runs until it is stopped.</summary>
/// <param name="Rebuild">Roll everything up from scratch first.</param>
/// <param name="SensorId">Only this sensor; null for all.</param>
public sealed record ProcessorCommand(bool Rebuild, int? SensorId)
{
    public const string Usage = """
        Usage: PowerMeter.Processor                        run until stopped
               PowerMeter.Processor --drain                compute the roll-ups that wait, then end
               PowerMeter.Processor --rebuild [--sensor N] compute all roll-ups anew from the samples, then end
               PowerMeter.Processor --test-display [DEVICE] draw a test picture on the display, such as /dev/fb1, then end
               PowerMeter.Processor --identity [--json]    print the device's public key and addresses, then end
               PowerMeter.Processor --import-key FILE|- [--curve secp256k1|secp256r1] [--replace]
                                                           take the device's key from a file or standard input, then end
               PowerMeter.Processor --export-key raw|hex|pem --out FILE|-
                                                           write the device's private key, then end
        """;

    /// <returns>Null when there are no arguments.</returns>
    /// <exception cref="SettingException">The arguments are not of the usage's form.</exception>
    public static ProcessorCommand? Parse(string[] arguments) => arguments switch
    {
        [] => null,
        ["--drain"] => new ProcessorCommand(false, null),
        ["--rebuild"] => new ProcessorCommand(true, null),
        ["--rebuild", "--sensor", var id] when int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var sensor) =>
            new ProcessorCommand(true, sensor),
        _ => throw new SettingException($"'{string.Join(' ', arguments)}' is not understood.\n{Usage}"),
    };

    public async Task<int> RunAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await Migrator.CheckVersionAsync(database, cancel);
        var backlog = new EnergyBacklog(database, new EnergyRollup(database), TimeProvider.System, Console.Error);
        if (Rebuild && await backlog.QueueEverythingAsync(SensorId, cancel) == 0 && SensorId is { } sensor)
            throw new SettingException($"There is no sensor {sensor} with samples.");
        await backlog.DrainAsync(cancel);
        return ExitCode.Success;
    }
}
