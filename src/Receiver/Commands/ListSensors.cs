using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Commands;

/// <summary>Tells what sensors there are and how they are, for the eye or as JSON.</summary>
public static class ListSensors
{
    // Retired ones too: this is where the owner finds them again.
    // The view tells how each is now; a sensor of which nobody has spoken yet is known by its samples.
    private const string Select = """
        select s.id, s.name, s.driver, s.settings::text, s.period_s, s.enabled,
               case when s.retired_at is not null then 'retired' when s.enabled then coalesce(n.state, 'unknown') else 'paused' end, case when s.enabled then n.error end,
               coalesce(n.last_seen, latest.time), case when n.last_seen is null then latest.watts else n.last_watts end, s.calibration, s.receiver
        from sensors s
        left join sensors_now n on n.id = s.id
        left join lateral (select time, watts from measures where sensor_id = s.id order by time desc limit 1) as latest on true
        order by s.id
        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Task<int> RunAsync(CommandLine.ListSensors command) => SensorRegister.RunAsync(async register =>
    {
        ArgumentNullException.ThrowIfNull(command);
        var sensors = await ReadAsync(register.Database);
        if (command.Json) Console.WriteLine(JsonSerializer.Serialize(sensors, Indented));
        else WriteTable(Console.Out, sensors);
    });

    public static async Task<IReadOnlyList<ListedSensor>> ReadAsync(NpgsqlDataSource owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        await using var command = owner.CreateCommand(Select);
        await using var row = await command.ExecuteReaderAsync();
        var sensors = new List<ListedSensor>();
        while (await row.ReadAsync())
        {
            var settings = JsonNode.Parse(row.GetString(3))!.AsObject();
            sensors.Add(new ListedSensor(
                row.GetInt32(0), row.GetString(1), row.GetString(2), settings["device"]?.ToString(), row.GetDouble(4), row.GetBoolean(5),
                row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7), row.IsDBNull(8) ? null : row.GetDateTime(8),
                row.IsDBNull(9) ? null : row.GetDouble(9), SensorSettings.Shown(settings, SensorKind.All.FirstOrDefault(kind => kind.Name == row.GetString(2))), row.GetDouble(10),
                row.IsDBNull(11) ? null : row.GetString(11)));
        }

        return sensors;
    }

    /// <summary>Columns as wide as what is in them; what has no value is <c>-</c>.</summary>
    public static void WriteTable(TextWriter output, IReadOnlyList<ListedSensor> sensors)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(sensors);
        List<string[]> lines = [["ID", "NAME", "KIND", "DEVICE", "PERIOD", "STATE", "LAST SEEN", "WATTS", "OTHER SETTINGS"], .. sensors.Select(Cells)];
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
            output.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        foreach (var sensor in sensors.Where(sensor => sensor.Error is not null)) output.WriteLine($"{sensor.Name}: {sensor.Error}");
        if (sensors.Count == 0) output.WriteLine($"There are no sensors yet: '{LauncherCommand.Name} sensor add KIND[=DEVICE]' adds one.");
    }

    private static string[] Cells(ListedSensor sensor) =>
    [
        sensor.Id.ToString(CultureInfo.InvariantCulture), sensor.Name, sensor.Kind, sensor.Device ?? "-",
        SettingReader.FormatDuration(TimeSpan.FromSeconds(sensor.PeriodSeconds)), sensor.State,
        sensor.LastSeen?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-",
        sensor.LastWatts?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-",
        string.Join(' ', sensor.Settings.Where(setting => setting.Key != "device").Select(setting => $"{setting.Key}={setting.Value}")
            .Concat(sensor.Calibration == 1 ? [] : [string.Create(CultureInfo.InvariantCulture, $"calibration={sensor.Calibration}")])
            .Concat(sensor.Receiver is null ? [] : [$"receiver={sensor.Receiver}"])),
    ];
}
