using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using Npgsql;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Receiver.Probing;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Commands;

/// <summary>The sensors of this machine's Receiver that the database has, and whether a Receiver of this machine has their devices now.</summary>
internal sealed class KnownSensors
{
    private const string ReadAlive =
        "select exists (select from process_heartbeats where process = 'receiver' and host = $1 and beat_at > now() - interval '3 seconds')";

    private const string ReadLast =
        "select state, error, last_seen, last_watts, volts, battery, switched_on, rejected from sensor_status where sensor_id = $1";

    private readonly IReadOnlyList<StoredSensor> _sensors;
    private readonly bool _isReceiverAlive;

    private KnownSensors(IReadOnlyList<StoredSensor> sensors, bool isReceiverAlive, DateTimeZone? zone)
    {
        _sensors = sensors;
        _isReceiverAlive = isReceiverAlive;
        Zone = zone;
    }

    /// <summary>The site's; null when it is not known.</summary>
    public DateTimeZone? Zone { get; }

    /// <returns>Null when there is no database that can be read.</returns>
    public static async Task<KnownSensors?> TryReadAsync(NpgsqlDataSource database, ReceiverOptions options)
    {
        try
        {
            var configuration = await new ConfigurationReader(database, options).ReadAsync(CancellationToken.None);
            await using var alive = database.CreateCommand(ReadAlive);
            alive.Parameters.Add(new() { Value = Environment.MachineName });
            var isAlive = (bool)(await alive.ExecuteScalarAsync())!;
            var sensors = configuration.Sensors.Select(sensor => new StoredSensor(
                sensor.Id, sensor.Name, sensor.Driver, sensor.Settings, TimeSpan.FromSeconds(sensor.PeriodSeconds), sensor.Enabled));
            return new KnownSensors([.. sensors], isAlive, DateTimeZoneProviders.Tzdb.GetZoneOrNull(configuration.TimeZone));
        }
        catch (Exception e) when (DatabaseAway.Is(e))
        {
            return null;
        }
    }

    /// <summary>By name, or else by id.</summary>
    public StoredSensor? Find(string text) =>
        _sensors.FirstOrDefault(sensor => sensor.Name == text)
        ?? _sensors.FirstOrDefault(sensor => sensor.Id.ToString(CultureInfo.InvariantCulture) == text);

    public string Names() => _sensors.Count == 0 ? "there is none yet" : string.Join(", ", _sensors.Select(sensor => $"{sensor.Name} ({sensor.Id})"));

    /// <summary>The sensor by which the running Receiver has this device now; null when none does.</summary>
    public StoredSensor? UserOf(StoredSensor? stored, SensorKind kind, JsonObject settings)
    {
        if (!_isReceiverAlive) return null;
        if (stored is { Enabled: true }) return stored;
        // A kind without a device takes nothing away from another.
        return kind.Device.Description is null ? null : _sensors.FirstOrDefault(sensor =>
            sensor.Enabled && sensor.Driver == kind.Name && SameDevice.MayBe(sensor.Settings, settings));
    }

    /// <summary>What the running Receiver says of the sensor.</summary>
    public static async Task<LiveReading> LastOfAsync(StoredSensor sensor, NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(ReadLast);
        command.Parameters.Add(new() { Value = sensor.Id });
        await using var row = await command.ExecuteReaderAsync();
        var last = new LiveReading(sensor.Name, sensor.Driver, "receiver", "starting");
        if (!await row.ReadAsync()) return last with { ErrorSaid = Sentence.Verbatim("The running Receiver has the sensor and has not read it yet.") };
        return last with
        {
            State = row.GetString(0),
            ErrorSaid = row.IsDBNull(1) ? null : Sentence.Verbatim(row.GetString(1)),
            Time = row.IsDBNull(2) ? null : row.GetDateTime(2),
            Watts = row.IsDBNull(3) ? null : row.GetDouble(3),
            Volts = row.IsDBNull(4) ? null : (float)row.GetDouble(4),
            Battery = row.IsDBNull(5) ? null : (float)row.GetDouble(5),
            SwitchedOn = row.IsDBNull(6) ? null : row.GetBoolean(6),
            Rejected = row.GetInt64(7),
        };
    }
}
