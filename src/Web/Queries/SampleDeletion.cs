using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Queries;

/// <summary>
/// Deletes samples, all that are named or none. The roll-ups follow by the table's own trigger. Deletions of one sensor
/// wait for each other, since they would lock each other's rows in different order; samples that come in meanwhile do not
/// wait for them.
/// </summary>
/// <remarks>Each throws <see cref="NpgsqlException"/> when nothing was deleted, or it is not known whether it was: it may be asked for again.</remarks>
public sealed class SampleDeletion(NpgsqlDataSource database)
{
    private const string OneAtATime = "select pg_advisory_xact_lock(hashtext('delete measures'), $1)";

    private const string ById = "delete from measures where sensor_id = $1 and id >= $2 and id < $3";

    private const string ByTime = "delete from measures where sensor_id = $1 and time >= $2 and time < $3";

    private const string TimesFromEnd = "select time from measures where sensor_id = $1 order by time desc offset $2 limit $3";

    // The times as an array, so that only their partitions are looked at.
    private const string AtTimes = "delete from measures where sensor_id = $1 and time = any ($2)";

    /// <summary>Ten years of a sensor are tens of millions of rows, and the machine may be a small one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <param name="from">Unix microseconds, included.</param>
    /// <param name="until">Unix microseconds, excluded.</param>
    /// <returns>How many were deleted.</returns>
    public Task<int> DeleteSpanAsync(int sensorId, long from, long until, CancellationToken cancel) => RetryOnceAsync(
        connection => ExecuteAsync(connection, ByTime, [Id(sensorId), MeasureSpans.Time(from), MeasureSpans.Time(until)], cancel), sensorId, cancel);

    /// <returns>How many were deleted.</returns>
    public Task<int> DeleteAsync(int sensorId, IdRange range, CancellationToken cancel) => RetryOnceAsync(
        range.CountsFromEnd
            ? connection => DeleteFromEndAsync(connection, sensorId, range, cancel)
            : connection => ExecuteAsync(connection, ById, [Id(sensorId), Number(range.First), Number(range.End)], cancel),
        sensorId, cancel);

    private static async Task<int> DeleteFromEndAsync(NpgsqlConnection connection, int sensorId, IdRange range, CancellationToken cancel)
    {
        var times = new List<long>();
        await using (var command = new NpgsqlCommand(TimesFromEnd, connection) { Parameters = { Id(sensorId), Number(-range.End), Number(range.Width) } })
        {
            command.CommandTimeout = (int)Patience.TotalSeconds;
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) times.Add(MeasureSpans.ReadTime(reader, 0));
        }

        return times.Count == 0 ? 0 : await ExecuteAsync(connection, AtTimes, [Id(sensorId), MeasureSpans.Times([.. times])], cancel);
    }

    private async Task<int> RetryOnceAsync(Func<NpgsqlConnection, Task<int>> delete, int sensorId, CancellationToken cancel)
    {
        try
        {
            return await InOneTransactionAsync(delete, sensorId, cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            // Another writer replaced or re-tagged the same rows in another order, and has gone on.
            return await InOneTransactionAsync(delete, sensorId, cancel);
        }
    }

    private async Task<int> InOneTransactionAsync(Func<NpgsqlConnection, Task<int>> delete, int sensorId, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, OneAtATime, [Id(sensorId)], cancel);
        var deleted = await delete(connection);
        await transaction.CommitAsync(cancel);
        return deleted;
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)Patience.TotalSeconds };
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlParameter<int> Id(int sensorId) => new() { TypedValue = sensorId };

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };
}
