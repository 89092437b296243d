using NodaTime;
using Npgsql;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup.Nightly;

/// <summary>The table <c>backup_runs</c>.</summary>
public sealed class BackupRuns([FromKeyedServices(WebDatabase.Housekeeping)] NpgsqlDataSource database)
{
    /// <summary>The advisory lock of whoever makes the nightly backup: <c>(LockClass, 1)</c>.</summary>
    internal const int LockClass = 0x5050;

    private const int Kept = 100;
    private const int MostErrorCharacters = 1000;

    private const string Columns = "host, started_at, finished_at, file, bytes, samples, error, error_said";

    /// <summary>The newest first.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<IReadOnlyList<BackupRun>> ReadAsync(int most, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select {Columns} from backup_runs order by started_at desc, id desc limit $1");
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var runs = new List<BackupRun>();
        while (await reader.ReadAsync(cancel))
            runs.Add(new BackupRun(
                reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<DateTimeOffset>(2), await reader.IsDBNullAsync(3, cancel) ? null : reader.GetString(3),
                await reader.IsDBNullAsync(4, cancel) ? null : reader.GetInt64(4), await reader.IsDBNullAsync(5, cancel) ? null : reader.GetInt64(5), await reader.IsDBNullAsync(6, cancel) ? null : reader.GetString(6))
            {
                ErrorSaid = await reader.IsDBNullAsync(7, cancel) ? null : Sentence.Read(reader.GetString(7)),
            });
        return runs;
    }

    /// <returns>When the last good one was begun, or else this life of the database; its bytes; when the last failure was begun; whether this is a standby, which cannot say what it did.</returns>
    internal async Task<(Instant Last, long? Bytes, Instant? Failed, bool IsStandby)> ReadLastAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select coalesce(good.started_at, (select since from database_epoch)), good.bytes,
                   (select max(started_at) from backup_runs where error is not null), pg_is_in_recovery()
            from (select 1) as one left join lateral (select started_at, bytes from backup_runs where error is null order by started_at desc limit 1) as good on true
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return (
            Instant.FromDateTimeOffset(reader.GetFieldValue<DateTimeOffset>(0)), await reader.IsDBNullAsync(1, cancel) ? null : reader.GetInt64(1),
            await reader.IsDBNullAsync(2, cancel) ? null : Instant.FromDateTimeOffset(reader.GetFieldValue<DateTimeOffset>(2)), reader.GetBoolean(3));
    }

    internal async Task AddAsync(BackupRun run, CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        var insert = new NpgsqlBatchCommand($"insert into backup_runs ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)");
        object?[] values = [run.Host, run.StartedAt.UtcDateTime, run.FinishedAt.UtcDateTime, run.File, run.Bytes, run.Samples, run.Error is { Length: > MostErrorCharacters } error ? error[..MostErrorCharacters] : run.Error, run.ErrorSaid?.ToJson()];
        foreach (var value in values) insert.Parameters.Add(new() { Value = value ?? DBNull.Value });
        batch.BatchCommands.Add(insert);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"delete from backup_runs where id not in (select id from backup_runs order by started_at desc, id desc limit {Kept})"));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Does something unless another Web process does it, on whatever machine.</summary>
    /// <returns>Whether it was done.</returns>
    internal async Task<bool> AloneAsync(Func<Task> work, CancellationToken cancel)
    {
        // Of its own: the lock ends with the session, whatever becomes of this process.
        await using var connection = await database.OpenConnectionAsync(cancel);
        if (!await connection.ScalarAsync<bool>("select pg_try_advisory_lock($1, 1)", cancel, LockClass)) return false;
        try
        {
            await work();
        }
        finally
        {
            await ReleaseAsync(connection);
        }

        return true;
    }

    private static async Task ReleaseAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.RunAsync("select pg_advisory_unlock($1, 1)", CancellationToken.None, LockClass);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The session has ended: so has the lock.
        }
    }
}
