using Npgsql;
using NpgsqlTypes;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Push;

/// <summary>
/// Writes pushed samples, all of a call or none. The same sample again changes nothing; another one of the same time
/// takes its place. What waits for the roll-ups and the live pages is told by the table's own triggers.
/// </summary>
public sealed class PushTable(NpgsqlDataSource database, SiteCache site, MeasureMonths months, PushStatus status)
{
    // Two calls for one sensor that overlap would wait for each other's rows in different order.
    private const string OneAtATime = "select pg_advisory_xact_lock(hashtext('push'), $1)";

    private const string Insert = """
        insert into measures (sensor_id, time, watts, volts, battery, night_rate)
        select $1, given.* from unnest($2, $3::double precision[], $4::real[], $5::real[], $6::boolean[])
          as given (time, watts, volts, battery, night_rate)
        on conflict do nothing
        """;

    private const string Replace = """
        update measures as old set watts = given.watts, volts = given.volts, battery = given.battery, night_rate = given.night_rate
        from unnest($2, $3::double precision[], $4::real[], $5::real[], $6::boolean[])
          as given (time, watts, volts, battery, night_rate)
        where old.sensor_id = $1 and old.time = given.time
          and (old.watts, old.volts, old.battery) is distinct from (given.watts, given.volts, given.battery)
        """;

    private const string InsertOrReplaceOne = """
        insert into measures as old (sensor_id, time, watts, night_rate) values ($1, $2, $3, $4)
        on conflict (sensor_id, time) do update set watts = excluded.watts, night_rate = excluded.night_rate
        where (old.watts, old.night_rate) is distinct from (excluded.watts, excluded.night_rate)
        """;

    private const string FindTarget = "select id, name, driver, enabled, period_s from sensors where id = $1";

    /// <returns>Null when there is no such sensor.</returns>
    public async Task<PushTarget?> FindAsync(int sensorId, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(FindTarget);
        command.Parameters.Add(Id(sensorId));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new PushTarget(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3), reader.GetDouble(4))
            : null;
    }

    /// <exception cref="NpgsqlException">Nothing was written, or it is not known whether it was: it may be sent again.</exception>
    public async Task<PushResult> WriteAsync(PushTarget target, PushBatch batch, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(batch);
        var (samples, repeated, overwritten) = PushOrder.Of(batch.Samples);
        if (samples.Length == 0) return default;
        var result = await RetryOnceAsync(samples, () => InsertAsync(target, batch, samples, cancel), cancel);
        return new PushResult(result.Inserted, result.Unchanged + repeated, result.Replaced + overwritten);
    }

    /// <summary>The predecessor's way: one sample of any sensor, with the tariff that the caller says.</summary>
    public Task WriteOneAsync(PushTarget target, Sample sample, bool night, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(target);
        return RetryOnceAsync(new[] { sample }, async () =>
        {
            await using var batch = database.CreateBatch();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(OneAtATime) { Parameters = { Id(target.Id) } });
            batch.BatchCommands.Add(new NpgsqlBatchCommand(InsertOrReplaceOne)
            {
                Parameters =
                {
                    Id(target.Id), MeasureSpans.Time(sample.Time.ToUnixMicroseconds()),
                    new NpgsqlParameter<double> { TypedValue = sample.Watts }, new NpgsqlParameter<bool> { TypedValue = night },
                },
            });
            if (target.IsPushed) status.AddAccepted(batch, target, sample, 1, null);
            return await batch.ExecuteNonQueryAsync(cancel);
        }, cancel);
    }

    private async Task<PushResult> InsertAsync(PushTarget target, PushBatch pushed, Sample[] samples, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var insert = new NpgsqlBatchCommand(Insert);
        AddColumns(insert.Parameters, target.Id, samples);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(OneAtATime) { Parameters = { Id(target.Id) } });
        batch.BatchCommands.Add(insert);
        status.AddAccepted(batch, target, samples[^1], pushed.Samples.Count, pushed.Rejected);
        await batch.ExecuteNonQueryAsync(cancel);
        var (inserted, replaced) = ((int)insert.RecordsAffected, 0);
        if (inserted < samples.Length)
        {
            await using var replace = new NpgsqlCommand(Replace, connection, transaction);
            AddColumns(replace.Parameters, target.Id, samples);
            replaced = await replace.ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        return new PushResult(inserted, samples.Length - inserted - replaced, replaced);
    }

    private async Task<T> RetryOnceAsync<T>(Sample[] samples, Func<Task<T>> write, CancellationToken cancel)
    {
        await months.EnsureAsync(samples, cancel);
        try
        {
            return await write();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            // No partition for the row: it was dropped since it was seen.
            months.Forget();
            await months.EnsureAsync(samples, cancel);
            return await write();
        }
    }

    private void AddColumns(NpgsqlParameterCollection parameters, int sensorId, Sample[] samples)
    {
        var tagger = new TariffTagger(site.Current.Calendar);
        parameters.Add(Id(sensorId));
        parameters.Add(MeasureSpans.Times([.. samples.Select(sample => sample.Time.ToUnixMicroseconds())]));
        parameters.Add(new() { Value = samples.Select(sample => sample.Watts).ToArray() });
        parameters.Add(Reals(samples.Select(sample => sample.Volts)));
        parameters.Add(Reals(samples.Select(sample => sample.Battery)));
        parameters.Add(new() { Value = samples.Select(sample => tagger.IsNight(sample.Time)).ToArray() });
    }

    private static NpgsqlParameter Reals(IEnumerable<float?> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Real };

    private static NpgsqlParameter<int> Id(int sensorId) => new() { TypedValue = sensorId };
}
