using Npgsql;
using PowerMeter.Shared.Language;

namespace PowerMeter.Processor.Tariffs;

/// <summary>The table <c>tariff_changes</c>: what waits, and how far it is. Says so outside of the transaction that does the work.</summary>
public sealed class TariffChangeTable(NpgsqlDataSource database)
{
    /// <summary>So long after a change every process has its calendar, and writes no sample by the old one.</summary>
    private const string Settled = "interval '10 seconds'";

    /// <returns>Null when none waits.</returns>
    public async Task<long?> FindUnfinishedAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select id from tariff_changes where finished_at is null");
        return (long?)await command.ExecuteScalarAsync(cancel);
    }

    /// <returns>The changes whose neighbourhood in time is still to be looked at, and whether this is the last time.</returns>
    public async Task<IReadOnlyList<(long Id, bool IsSettled)>> FindUncheckedAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"""
            select id, finished_at < now() - {Settled} from tariff_changes
            where checked_at is null and finished_at is not null and error is null order by id
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<(long, bool)>();
        while (await reader.ReadAsync(cancel)) found.Add((reader.GetInt64(0), reader.GetBoolean(1)));
        return found;
    }

    /// <param name="samples">How many will be tagged anew.</param>
    public Task SayStartedAsync(long id, long samples, CancellationToken cancel) => ExecuteAsync(
        "update tariff_changes set started_at = now(), samples_total = $2, samples_done = 0 where id = $1 and finished_at is null", id, samples, cancel);

    public Task SayDoneAsync(long id, long samples, CancellationToken cancel) => ExecuteAsync(
        "update tariff_changes set samples_done = $2 where id = $1 and finished_at is null", id, samples, cancel);

    /// <param name="error">The exact words.</param>
    /// <param name="said">For a page.</param>
    public async Task SayFailedAsync(long id, string error, Sentence said, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("update tariff_changes set error = $2, error_said = $3::jsonb, finished_at = now() where id = $1 and finished_at is null");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = error });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = said.ToJson() });
        await command.ExecuteNonQueryAsync(cancel);
    }

    public Task SayCheckedAsync(long id, CancellationToken cancel) => ExecuteAsync(
        "update tariff_changes set checked_at = now() where id = $1 and $2", id, true, cancel);

    private async Task ExecuteAsync<T>(string sql, long id, T value, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
