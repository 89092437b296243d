using System.Globalization;
using PowerMeter.Shared.Database;

namespace PowerMeter.Receiver.Commands;

/// <summary>
/// Removes a sensor and, when that is said, all its samples and energy. One that has samples is otherwise only paused:
/// samples of a sensor that is not there are of no use to anybody. Interrupted, it can be run again.
/// </summary>
public static class RemoveSensor
{
    private const string Pause = "update sensors set enabled = false where id = $1 and enabled";
    private const string HasSamples = "select exists (select from measures where sensor_id = $1)";

    public static Task<int> RunAsync(CommandLine.RemoveSensor command) => SensorRegister.RunAsync(
        async register => Console.WriteLine(await RunAsync(register, command, new SensorRemoval(register.Database))));

    /// <returns>What was done, in a sentence.</returns>
    public static async Task<string> RunAsync(SensorRegister register, CommandLine.RemoveSensor command, SensorRemoval removal)
    {
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(removal);
        var sensor = await register.FindAsync(command.Sensor, "--remove-sensor");
        if (!command.WithSamples)
        {
            // Before it is looked for samples: what is still read would come in behind the look.
            await using var pause = register.Database.CreateCommand(Pause);
            pause.Parameters.Add(new() { Value = sensor.Id });
            await pause.ExecuteNonQueryAsync();
            await using var look = register.Database.CreateCommand(HasSamples);
            look.Parameters.Add(new() { Value = sensor.Id });
            if ((bool)(await look.ExecuteScalarAsync())!)
                return $"Sensor {sensor.Id} '{sensor.Name}' is paused and its samples are kept. To remove it and them for ever, add --with-samples.";
        }

        using var progress = new ProgressLine($"{sensor.Name}: removing its samples");
        var deleted = await removal.RunAsync(sensor.Id, progress.Report, CancellationToken.None);
        return string.Create(CultureInfo.InvariantCulture, $"Sensor {sensor.Id} '{sensor.Name}' is removed, and {deleted:N0} samples.");
    }
}
