using System.Globalization;
using System.Text.Json.Nodes;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Commands;

/// <summary>
/// Adds a sensor; or, when it is there already (see <see cref="StoredSensor.IsMeantBy"/>), switches it on and gives it
/// what was asked for. So it may be run again.
/// </summary>
public static class AddSensor
{
    private const string Insert = """
        insert into sensors (name, measure_type_id, driver, settings, period_s, calibration, receiver)
        select $1, id, $2, $3::jsonb, $4, $5, $6 from measure_types where name = 'Electricity'
        returning id
        """;

    public static Task<int> RunAsync(CommandLine.AddSensor command) => SensorRegister.RunAsync(
        async register => Console.WriteLine((await RunAsync(register, command)).ToString(CultureInfo.InvariantCulture)));

    /// <returns>The sensor's id.</returns>
    /// <exception cref="SettingException">A setting is wrong; nothing was changed.</exception>
    public static async Task<int> RunAsync(SensorRegister register, CommandLine.AddSensor command)
    {
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(command);
        var (kind, arguments) = (command.Kind, command.Arguments);
        var sensors = await register.AllAsync();
        var receiver = arguments.Receiver is { Length: > 0 } given ? given : null;
        ChangeSensor.CheckReceiver(kind, receiver);
        var settings = register.Apply(command.Device is null ? [] : new JsonObject { ["device"] = command.Device }, kind, arguments);
        var known = settings.DeepClone().AsObject();
        foreach (var secret in arguments.Secrets) known.Remove(secret);
        if (sensors.FirstOrDefault(sensor => sensor.IsMeantBy(kind, arguments.Name, known, receiver)) is { } found)
        {
            var merged = found.Settings;
            foreach (var (key, value) in settings) merged[key] = value?.DeepClone();
            foreach (var (key, _) in arguments.Settings.Where(setting => setting.Value.Length == 0)) merged.Remove(key);
            await ChangeSensor.StoreAsync(
                register, found, kind, arguments.Name ?? found.Name, merged, arguments.Period ?? found.Period, arguments.Calibration ?? found.Calibration, receiver, enabled: true);
            // Beside the output, which is the id: who meant a second one must hear of it.
            if (arguments.Name is { } name && name != found.Name)
                await Console.Error.WriteLineAsync($"The device is that of sensor {found.Id} '{found.Name}', which is now called '{name}'. Another sensor needs another device or address.");
            return found.Id;
        }

        var newName = arguments.Name ?? FreeName(kind, command.Device, [.. sensors.Select(sensor => sensor.Name)]);
        var period = arguments.Period ?? kind.DefaultPeriod;
        register.Check(kind, newName, settings, period);
        ChangeSensor.CheckCalibration(kind, arguments.Calibration ?? 1);
        await using var insert = register.Database.CreateCommand(Insert);
        insert.Parameters.Add(new() { Value = newName });
        insert.Parameters.Add(new() { Value = kind.Name });
        insert.Parameters.Add(new() { Value = settings.ToJsonString() });
        insert.Parameters.Add(new() { Value = period.TotalSeconds });
        insert.Parameters.Add(new() { Value = arguments.Calibration ?? 1 });
        insert.Parameters.Add(new() { Value = (object?)receiver ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return (int)(await insert.ExecuteScalarAsync())!;
    }

    /// <summary>After the kind and the device, with a number when another has that name.</summary>
    private static string FreeName(SensorKind kind, string? device, HashSet<string> taken)
    {
        var name = device is null ? kind.Title : $"{kind.Title} {Path.GetFileName(device)}";
        for (var number = 1; ; number++)
        {
            var suffix = number == 1 ? "" : $" {number}";
            var candidate = name[..Math.Min(name.Length, SensorKind.MaxNameLength - suffix.Length)] + suffix;
            if (!taken.Contains(candidate)) return candidate;
        }
    }
}
