using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Monitoring;

/// <summary>Reads <see cref="DatabaseFigures"/> at most once in five seconds, however often they are asked for. Never throws for a database that is away.</summary>
public sealed class DatabaseFiguresCache(NpgsqlDataSource database, SensorQuery sensors, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>A server that hangs must not make those hang who ask how it is.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private const string Site = """
        select (select coalesce(max(version), 0) from schema_version), pg_database_size(current_database()),
               (select count(*) from pg_stat_activity where datname = current_database()), current_setting('max_connections')::bigint,
               (select count(*) from pending_energy), (select coalesce(greatest(0, extract(epoch from now() - min(queued_at))), 0)::double precision from pending_energy),
               clock_timestamp(), (select max(clock_doubt) from process_heartbeats where beat_at > now() - interval '10 seconds')
        """;

    private const string Beats = """
        select distinct on (process) process, greatest(0, extract(epoch from now() - beat_at))::double precision, version
        from process_heartbeats order by process, beat_at desc
        """;

    private const string Dropped = "select sensor_id, spool_dropped from sensor_status";

    // No row while nothing is sent. Waiting as in W3bstreamStatusReader.
    private const string W3bstream = """
        select (select count(*) from w3bstream_outbox o where state = 'waiting' and o.profile = s.profile), (select count(*) from w3bstream_outbox where state = 'failed'),
               (select coalesce(greatest(0, extract(epoch from now() - min(window_end))), 0)::double precision from w3bstream_outbox o
                where state = 'waiting' and o.profile = s.profile),
               sent, failed, dropped, fault
        from w3bstream_status, w3bstream_settings s
        where forwarding
        """;

    private const string Backup = """
        select greatest(0, extract(epoch from now() - coalesce(good.started_at, (select since from database_epoch))))::double precision, good.bytes,
               bad.error, bad.error_said
        from (select 1) as one
          left join lateral (select started_at, bytes from backup_runs where error is null order by started_at desc limit 1) as good on true
          left join lateral (select error, error_said from backup_runs where error is not null and started_at > coalesce(good.started_at, '-infinity')
                             order by started_at desc limit 1) as bad on true
        """;

    private readonly SemaphoreSlim _reading = new(1);
    private (DatabaseFigures Figures, long ReadAt)? _known;

    public void Dispose() => _reading.Dispose();

    public async Task<DatabaseFigures> ReadAsync(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            if (_known is { } known && time.GetElapsedTime(known.ReadAt) < Fresh) return known.Figures;
            var figures = await TryReadAsync(cancel);
            _known = (figures, time.GetTimestamp());
            return figures;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<DatabaseFigures> TryReadAsync(CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            return await ReadNowAsync(limit.Token);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            return new DatabaseFigures(e.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new DatabaseFigures($"It did not answer within {Patience.TotalSeconds:0} s.");
        }
    }

    private async Task<DatabaseFigures> ReadNowAsync(CancellationToken cancel)
    {
        var views = await sensors.ListAsync(cancel);
        await using var batch = database.CreateBatch();
        foreach (var sql in (string[])[Site, Beats, Dropped, Backup, W3bstream]) batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.ReadRowAsync();
        var figures = new DatabaseFigures((string?)null)
        {
            SchemaVersion = reader.GetInt32(0),
            SizeBytes = reader.GetInt64(1),
            Connections = reader.GetInt64(2),
            MostConnections = reader.GetInt64(3),
            PendingSpans = reader.GetInt64(4),
            RollupLagSeconds = reader.GetDouble(5),
            ClockDifferenceSeconds = (time.GetUtcNow() - reader.GetFieldValue<DateTimeOffset>(6)).TotalSeconds,
            ClockDoubt = reader.IsDBNull(7) ? null : reader.GetString(7),
        };
        await reader.NextResultAsync(cancel);
        var beats = new List<ProcessBeat>();
        while (await reader.ReadRowAsync()) beats.Add(new ProcessBeat(reader.GetString(0), reader.GetDouble(1), reader.GetString(2)));
        await reader.NextResultAsync(cancel);
        var dropped = new Dictionary<int, long>();
        while (await reader.ReadRowAsync()) dropped.Add(reader.GetInt32(0), reader.GetInt64(1));
        await reader.NextResultAsync(cancel);
        await reader.ReadRowAsync();
        var backup = new BackupFigures(reader.GetDouble(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetString(2))
        {
            ErrorSaid = reader.IsDBNull(3) ? null : Sentence.Read(reader.GetString(3)),
        };
        await reader.NextResultAsync(cancel);
        var sending = await reader.ReadAsync(cancel) ? Sending(reader) : null;
        return figures with { Beats = beats, Backup = backup, W3bstream = sending, Sensors = [.. views.Select(view => new SensorFigures(view, dropped.GetValueOrDefault(view.Id)))] };
    }

    private static W3bstreamFigures Sending(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetInt64(1), reader.GetDouble(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5),
        reader.IsDBNull(6) ? null : reader.GetString(6));
}
