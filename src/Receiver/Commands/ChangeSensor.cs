using System.Text.Json.Nodes;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Commands;

/// <summary>Changes what is asked for of one sensor and leaves the rest of it alone. A Receiver that runs follows within 2 s.</summary>
public static class ChangeSensor
{
    // To switch a retired one on brings it back.
    // Not when somebody else has changed them since they were read: that would be undone unseen.
    private const string Update = """
        update sensors set name = $2, settings = $3::jsonb, period_s = $4, calibration = $7, enabled = $5, receiver = $8,
               retired_at = case when $5 then null else retired_at end
        where id = $1 and settings = $6::jsonb
        """;

    public static Task<int> RunAsync(CommandLine.ChangeSensor command) => SensorRegister.RunAsync(async register =>
    {
        var sensor = await RunAsync(register, command);
        Console.WriteLine($"Sensor {sensor.Id} '{sensor.Name}' is changed.");
    });

    /// <exception cref="SettingException">There is no such sensor, or a setting is wrong; nothing was changed.</exception>
    public static async Task<StoredSensor> RunAsync(SensorRegister register, CommandLine.ChangeSensor command)
    {
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(command);
        var arguments = command.Arguments;
        var sensor = await register.FindAsync(command.Sensor, "--change-sensor");
        var kind = SensorKind.Named(sensor.Driver);
        await StoreAsync(
            register, sensor, kind, arguments.Name ?? sensor.Name, register.Apply(sensor.Settings, kind, arguments), arguments.Period ?? sensor.Period,
            arguments.Calibration ?? sensor.Calibration,
            arguments.Receiver switch { null => sensor.Receiver, "" => null, var receiver => receiver }, arguments.Enabled ?? sensor.Enabled);
        return sensor with { Name = arguments.Name ?? sensor.Name };
    }

    internal static async Task StoreAsync(
        SensorRegister register, StoredSensor sensor, SensorKind kind, string name, JsonObject settings, TimeSpan period, double calibration, string? receiver, bool enabled)
    {
        // One whose secret was lost with its key can still be paused and renamed.
        if (period != sensor.Period || !JsonNode.DeepEquals(settings, sensor.Settings)) register.Check(kind, name, settings, period);
        CheckCalibration(kind, calibration);
        CheckReceiver(kind, receiver);
        await using var update = register.Database.CreateCommand(Update);
        update.Parameters.Add(new() { Value = sensor.Id });
        update.Parameters.Add(new() { Value = name });
        update.Parameters.Add(new() { Value = settings.ToJsonString() });
        update.Parameters.Add(new() { Value = period.TotalSeconds });
        update.Parameters.Add(new() { Value = enabled });
        update.Parameters.Add(new() { Value = sensor.SettingsText });
        update.Parameters.Add(new() { Value = calibration });
        update.Parameters.Add(new() { Value = (object?)receiver ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        if (await update.ExecuteNonQueryAsync() == 0)
            throw new SettingException($"Sensor '{sensor.Name}' was changed or removed by somebody else just now, and was left alone: look at it with --list-sensors, and try again.");
    }

    /// <exception cref="SettingException">What is pushed comes by Web.</exception>
    internal static void CheckReceiver(SensorKind kind, string? receiver)
    {
        if (!kind.IsDriven && receiver is not null)
            throw new SettingException($"--receiver is for sensors that a Receiver reads: the samples of kind {kind.Name} come by Web.");
    }

    /// <exception cref="SettingException">What is pushed comes as its sender calibrated it.</exception>
    internal static void CheckCalibration(SensorKind kind, double calibration)
    {
        if (!kind.IsDriven && calibration != 1)
            throw new SettingException($"--calibration is for sensors that a Receiver reads: the samples of kind {kind.Name} are stored as they come. Calibrate them where they come from.");
    }
}
