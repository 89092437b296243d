using Npgsql;
using NpgsqlTypes;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Receiver.Ingest;

/// <summary>
/// Writes batches of 1 to 100,000 samples into <c>measures</c>, by binary COPY, each as a whole. A batch that the table
/// refuses, because some of it is there already or its sensor was removed, goes through a staging table, which passes
/// over these: so a batch may be written again after any failure. Has a connection of its own, made when it is first
/// needed and made anew after a failure. Not for several threads.
/// </summary>
public sealed class MeasureTable(NpgsqlDataSource database, CurrentSite site, SchemaGuard guard, TimeProvider time) : IAsyncDisposable
{
    private const string CreateStaging = """
        create temp table staged_measures (
          sensor_id integer, time timestamptz, watts double precision, volts real, battery real, night_rate boolean
        ) on commit delete rows
        """;

    private const string NoFlush = "set synchronous_commit = off";

    private const string CopyIntoMeasures =
        "copy measures (sensor_id, time, watts, volts, battery, night_rate) from stdin (format binary)";

    private const string CopyIntoStaging =
        "copy staged_measures (sensor_id, time, watts, volts, battery, night_rate) from stdin (format binary)";

    private const string EnsurePartitions = "select ensure_measure_partitions($1, $2)";

    private const string InsertStaged = """
        insert into measures (sensor_id, time, watts, volts, battery, night_rate)
        select staged.sensor_id, staged.time, staged.watts, staged.volts, staged.battery, staged.night_rate
        from staged_measures as staged join sensors on sensors.id = staged.sensor_id
        on conflict do nothing
        """;

    private const string CountWithoutSensor =
        "select count(*)::integer from staged_measures as staged where not exists (select from sensors where sensors.id = staged.sensor_id)";

    private readonly HashSet<int> _months = [];
    private NpgsqlConnection? _connection;
    private TariffCalendar? _calendar;
    private TariffTagger _tagger = new(site.Calendar);

    /// <summary>Without an answer for so long the server counts as away. Default: 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether what was written outlasts a power cut at once. Default: true.</summary>
    public bool FlushEach { get; init; } = true;

    /// <param name="samples">Put into the order of sensor and time.</param>
    /// <exception cref="NpgsqlException">Nothing was written, or it is not known whether it was.</exception>
    /// <exception cref="SchemaMisfitException">Nothing was written: the schema is not the one that this program knows.</exception>
    /// <exception cref="TimeoutException">The same, after <see cref="Timeout"/>; or the tariffs are not known yet.</exception>
    public async Task<WriteResult> WriteAsync(Memory<Sample> samples, CancellationToken cancel)
    {
        if (samples.IsEmpty) return default;
        guard.DemandFit();
        DemandTariffs();
        samples.Span.Sort(BySensorAndTime);
        using var patience = new CancellationTokenSource(Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            return await InsertAsync(samples, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await DisconnectAsync();
            throw new TimeoutException($"No answer from the database within {Timeout.TotalSeconds:0.#} s");
        }
        catch (PostgresException)
        {
            // The server is well and the transaction rolled back.
            throw;
        }
        catch
        {
            await DisconnectAsync();
            throw;
        }
    }

    /// <summary>Whether the server answers, and has the schema that this program knows.</summary>
    /// <exception cref="NpgsqlException">It does not answer.</exception>
    /// <exception cref="SchemaMisfitException">It has another schema.</exception>
    public async Task ProbeAsync(CancellationToken cancel)
    {
        try
        {
            await guard.DemandFitAsync(await ConnectAsync(cancel), cancel);
            DemandTariffs();
        }
        catch
        {
            await DisconnectAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await DisconnectAsync();

    private async Task<WriteResult> InsertAsync(ReadOnlyMemory<Sample> samples, CancellationToken cancel)
    {
        var connection = await ConnectAsync(cancel);
        await EnsurePartitionsAsync(connection, samples, cancel);
        try
        {
            await CopyAsync(connection, CopyIntoMeasures, samples, cancel);
            return new WriteResult(samples.Length, 0, 0);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation)
        {
            return await InsertStagedAsync(connection, samples, cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation && _months.Count > 0)
        {
            // A month's partition may have been dropped since it was seen: look again, once.
            _months.Clear();
            await EnsurePartitionsAsync(connection, samples, cancel);
            return await InsertStagedAsync(connection, samples, cancel);
        }
    }

    private async Task<WriteResult> InsertStagedAsync(NpgsqlConnection connection, ReadOnlyMemory<Sample> samples, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await CopyAsync(connection, CopyIntoStaging, samples, cancel);
        await using var insert = new NpgsqlCommand(InsertStaged, connection);
        var inserted = await insert.ExecuteNonQueryAsync(cancel);
        await using var count = new NpgsqlCommand(CountWithoutSensor, connection);
        var withoutSensor = (int)(await count.ExecuteScalarAsync(cancel))!;
        await transaction.CommitAsync(cancel);
        return new WriteResult(inserted, samples.Length - inserted - withoutSensor, withoutSensor);
    }

    private async Task CopyAsync(NpgsqlConnection connection, string command, ReadOnlyMemory<Sample> samples, CancellationToken cancel)
    {
        if (_calendar != site.Calendar) _tagger = new TariffTagger(_calendar = site.Calendar);
        await using var copy = await connection.BeginBinaryImportAsync(command, cancel);
        for (var i = 0; i < samples.Length; i++)
        {
            var sample = samples.Span[i];
            await copy.StartRowAsync(cancel);
            await copy.WriteAsync(sample.SensorId, NpgsqlDbType.Integer, cancel);
            // Npgsql takes a long for what goes over the wire: no conversion of dates for each row.
            await copy.WriteAsync(UnixMicroseconds.ToPostgres(sample.Time.ToUnixMicroseconds()), NpgsqlDbType.TimestampTz, cancel);
            await copy.WriteAsync(sample.Watts, NpgsqlDbType.Double, cancel);
            await WriteOrNullAsync(copy, sample.Volts, cancel);
            await WriteOrNullAsync(copy, sample.Battery, cancel);
            await copy.WriteAsync(_tagger.IsNight(sample.Time), NpgsqlDbType.Boolean, cancel);
        }

        await copy.CompleteAsync(cancel);
    }

    private static Task WriteOrNullAsync(NpgsqlBinaryImporter copy, float? number, CancellationToken cancel) =>
        number is { } value ? copy.WriteAsync(value, NpgsqlDbType.Real, cancel) : copy.WriteNullAsync(cancel);

    /// <summary>Partitions are made ahead; this is for late samples, and for a Processor that is away.</summary>
    private async Task EnsurePartitionsAsync(NpgsqlConnection connection, ReadOnlyMemory<Sample> samples, CancellationToken cancel)
    {
        foreach (var (first, last) in UnseenMonths.Of(samples.Span, _months))
        {
            await using var ensure = new NpgsqlCommand(EnsurePartitions, connection)
            {
                Parameters = { new() { Value = UnseenMonths.StartOf(first) }, new() { Value = UnseenMonths.StartOf(last) } },
            };
            await ensure.ExecuteNonQueryAsync(cancel);
            for (var month = first; month <= last; month++) _months.Add(month);
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancel)
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open }) return _connection;
        await DisconnectAsync();
        var connection = await database.OpenConnectionAsync(cancel);
        try
        {
            // Whoever was away for a while may find another schema, or a database that was restored.
            await guard.DemandFitAsync(connection, cancel);
            DemandTariffs();
            await using var staging = new NpgsqlCommand(CreateStaging, connection);
            await staging.ExecuteNonQueryAsync(cancel);
            if (!FlushEach)
            {
                await using var noFlush = new NpgsqlCommand(NoFlush, connection);
                await noFlush.ExecuteNonQueryAsync(cancel);
            }

            return _connection = connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private void DemandTariffs()
    {
        if (!site.IsKnown) throw new TimeoutException("The tariffs have not been read yet");
    }

    /// <summary>Gives the connection back to the pool, which drops the staging table, or throws it away if it is broken.</summary>
    private async Task DisconnectAsync()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        await connection.DisposeAsync();
    }

    private static int BySensorAndTime(Sample left, Sample right) =>
        left.SensorId != right.SensorId ? left.SensorId.CompareTo(right.SensorId) : left.Time.CompareTo(right.Time);
}
