using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Ingest;

/// <summary>
/// Writes the rows of <c>sensor_status</c> that changed, at most once a second, all in one statement. After a start or
/// an outage, or into a database that was restored, it writes them all. The log gets what the sensors enter, too.
/// </summary>
public sealed partial class StatusWriter(
    NpgsqlDataSource database, StatusBoard board, Backlog backlog, WakeUp changed, SchemaGuard guard, TimeProvider time, ILogger<StatusWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // A loose contact is in trouble and well again each second: the log hears of it when it is well for a while.
    private static readonly Duration Lasting = Duration.FromSeconds(10);

    // A power cut may cost the last status, never the disk a flush a second.
    private const string NoFlush = "set synchronous_commit = off";

    private const string Upsert = """
        insert into sensor_status as old
          (sensor_id, state, since, last_seen, last_watts, volts, battery, samples, rejected, error, spool_depth, spool_dropped, updated_at, switched_on, error_said)
        select new.sensor_id, new.state, new.since, new.last_seen, new.last_watts, new.volts, new.battery, new.samples, new.rejected,
               new.error, $11, $12, now(), new.switched_on, new.error_said::jsonb
        from unnest($1::integer[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::double precision[], $6::double precision[],
                    $7::double precision[], $8::bigint[], $9::bigint[], $10::text[], $13::boolean[], $14::text[])
             as new (sensor_id, state, since, last_seen, last_watts, volts, battery, samples, rejected, error, switched_on, error_said)
        join sensors on sensors.id = new.sensor_id
        on conflict (sensor_id) do update set
          state = excluded.state,
          since = case when old.state = excluded.state then old.since else excluded.since end,
          last_seen = coalesce(excluded.last_seen, old.last_seen),
          last_watts = coalesce(excluded.last_watts, old.last_watts),
          volts = case when excluded.last_seen is null then old.volts else excluded.volts end,
          battery = case when excluded.last_seen is null then old.battery else excluded.battery end,
          samples = excluded.samples,
          rejected = excluded.rejected,
          error = excluded.error,
          spool_depth = excluded.spool_depth,
          spool_dropped = excluded.spool_dropped,
          updated_at = excluded.updated_at,
          switched_on = excluded.switched_on,
          error_said = excluded.error_said
        """;

    private const string Notify = "select pg_notify('status', sensor_id::text) from unnest($1::integer[]) as changed (sensor_id)";

    private readonly Dictionary<int, SensorStatusRow> _written = [];
    private readonly Dictionary<int, SensorState> _told = [];
    private NpgsqlConnection? _connection;
    private volatile bool _isAnotherDatabase;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        guard.EpochChanged += ForgetWritten;
        while (true)
        {
            await changed.WaitAsync(stoppingToken);
            Tell();
            // A server that hangs must not hold up stopping, and cancelling a command waits for it: then the write is left behind.
            await TryWriteAsync().WaitAsync(stoppingToken);
            await Task.Delay(Period, time, stoppingToken);
        }
    }

    private void Tell()
    {
        var now = time.GetCurrentInstant();
        foreach (var sensor in board.Snapshots())
        {
            if (_told.TryGetValue(sensor.SensorId, out var told) && told == sensor.State) continue;
            if (sensor.State is SensorState.Starting || (sensor.State is SensorState.Running && now - sensor.Since < Lasting)) continue;
            _told[sensor.SensorId] = sensor.State;
            // The log has that already, from whoever read the settings.
            if (sensor.State is SensorState.Paused) continue;
            if (sensor.Error is { } error) Entered(logger, sensor.SensorId, sensor.StateName, error);
            else Entered(logger, sensor.SensorId, sensor.StateName);
        }
    }

    private void ForgetWritten()
    {
        _isAnotherDatabase = true;
        changed.Set();
    }

    private async Task TryWriteAsync()
    {
        try
        {
            await WriteAsync();
        }
        catch (Exception e) when (DatabaseAway.Is(e))
        {
            // The log has it already: the samples, too, find the database away. Everything is written again.
            _written.Clear();
            await DisconnectAsync();
            changed.Set();
        }
    }

    private async Task WriteAsync()
    {
        if (_isAnotherDatabase) _written.Clear();
        _isAnotherDatabase = false;
        var (depth, dropped, spoolError) = (backlog.Depth, backlog.Dropped, backlog.Error);
        var rows = board.Snapshots()
            .Select(sensor => new SensorStatusRow(sensor, sensor.ErrorSaid ?? spoolError, depth, dropped))
            .Where(row => !_written.TryGetValue(row.Sensor.SensorId, out var old) || old != row)
            .ToList();
        if (rows.Count == 0) return;
        await using var batch = Commands(await ConnectAsync(), rows, depth, dropped);
        await batch.ExecuteNonQueryAsync();
        foreach (var row in rows) _written[row.Sensor.SensorId] = row;
    }

    private NpgsqlBatch Commands(NpgsqlConnection connection, List<SensorStatusRow> rows, long depth, long dropped)
    {
        T[] Column<T>(Func<SensorSnapshot, T> select) => [.. rows.Select(row => select(row.Sensor))];

        var upsert = new NpgsqlBatchCommand(Upsert)
        {
            Parameters =
            {
                new() { Value = Column(s => s.SensorId) },
                new() { Value = Column(s => s.StateName) },
                new() { Value = Column(s => s.Since.ToDateTimeUtc()) },
                // Npgsql goes by the first element, and a null there tells it nothing of the zone.
                new() { Value = Column(s => s.LastSeen?.ToDateTimeUtc()), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
                new() { Value = Column(s => s.Last?.Watts) },
                new() { Value = Column(s => (double?)s.Last?.Volts) },
                new() { Value = Column(s => (double?)s.Last?.Battery) },
                new() { Value = Column(s => s.Samples) },
                new() { Value = Column(s => s.Rejected) },
                new() { Value = rows.Select(row => row.Error?.ToString()).ToArray() },
                new() { Value = depth },
                new() { Value = dropped },
                new() { Value = Column(s => s.SwitchedOn) },
                new() { Value = rows.Select(row => row.Error?.ToJson()).ToArray() },
            },
        };
        // An advice that comes or goes while the sensor runs is news too; another count in the same error is none.
        int[] entered = [.. rows
            .Where(row => !_written.TryGetValue(row.Sensor.SensorId, out var old)
                || old.Sensor.State != row.Sensor.State || (old.Error is null) != (row.Error is null))
            .Select(row => row.Sensor.SensorId)];
        var batch = new NpgsqlBatch(connection) { Timeout = 5, BatchCommands = { upsert } };
        if (entered.Length > 0) batch.BatchCommands.Add(new NpgsqlBatchCommand(Notify) { Parameters = { new() { Value = entered } } });
        return batch;
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open }) return _connection;
        await DisconnectAsync();
        _connection = await database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(NoFlush, _connection) { CommandTimeout = 5 };
        await command.ExecuteNonQueryAsync();
        return _connection;
    }

    private async Task DisconnectAsync()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        await connection.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sensor {Id} entered the state {State}.")]
    private static partial void Entered(ILogger logger, int id, string state);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sensor {Id} entered the state {State}: {Error}")]
    private static partial void Entered(ILogger logger, int id, string state, string error);
}
