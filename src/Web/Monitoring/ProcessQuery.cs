using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Monitoring;

/// <summary>The processes of this base station, on whichever machines, and what they have complained about.</summary>
public sealed class ProcessQuery(NpgsqlDataSource database)
{
    // Of a process that was started again only the youngest life counts.
    private const string Processes = """
        select distinct on (process, host) process, host, version, started_at, beat_at from process_heartbeats
        where beat_at > now() - interval '1 day' order by process, host, beat_at desc
        """;

    private const string Messages = """
        select process, host, level, message, first_at, last_at, times from process_messages
        where last_at > now() - make_interval(days => $1) order by last_at desc limit $2
        """;

    /// <param name="days">How far back messages are told.</param>
    /// <param name="mostMessages">The newest ones.</param>
    public async Task<(IReadOnlyList<RunningProcess> Processes, IReadOnlyList<LoggedMessage> Messages)> ReadAsync(int days, int mostMessages, CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Processes));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Messages) { Parameters = { new NpgsqlParameter<int> { TypedValue = days }, new NpgsqlParameter<int> { TypedValue = mostMessages } } });
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var processes = new List<RunningProcess>();
        while (await reader.ReadRowAsync())
            processes.Add(new RunningProcess(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<DateTimeOffset>(4)));
        await reader.NextResultAsync(cancel);
        var messages = new List<LoggedMessage>();
        while (await reader.ReadRowAsync())
            messages.Add(new LoggedMessage(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5), reader.GetInt64(6)));
        return (processes, messages);
    }
}
