using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>What the delivery reads of <c>w3bstream_outbox</c>, and the rows that grew too old.</summary>
internal sealed class OutboxTable(NpgsqlDataSource database)
{
    // Two texts, since one with "or" would not go by the index's order.
    private const string Columns = "select id, window_end, event_id, body from w3bstream_outbox where state = 'waiting' and profile = $1 and id <> all ($2)";
    private const string Order = "order by window_end, id limit $3";
    private const string AllSql = $"{Columns} {Order}";
    private const string BacklogSql = $"{Columns} and window_end <= $4 {Order}";
    private const string LiveSql = $"{Columns} and window_end > $4 {Order}";

    private const string LastSql = $"{Columns} order by window_end desc, id desc limit $3";

    private const string NewestSql = "select max(window_end) from w3bstream_outbox where state = 'waiting' and profile = $1";

    private const string DropWaitingSql = """
        delete from w3bstream_outbox where id in (
          select id from w3bstream_outbox where state = 'waiting' and window_end < $1 and id <> all ($2) order by window_end limit 5000)
        """;

    // They are counted already: as failed.
    private const string DropFailedSql = """
        delete from w3bstream_outbox where id in (
          select id from w3bstream_outbox where state = 'failed' and window_end < $1 and id <> all ($2) order by window_end limit 5000)
        """;

    /// <param name="held">What is in somebody's hands.</param>
    /// <param name="liveAfter">What <see cref="Lanes.LiveAfter"/> says; null for all that waits.</param>
    /// <returns>The lane's oldest.</returns>
    public async Task<IReadOnlyList<OutboxRow>> ReadAsync(
        W3bstreamProfile profile, Lane lane, long? liveAfter, long[] held, int atMost, CancellationToken cancel)
    {
        await using var command = Command(liveAfter is null ? AllSql : lane == Lane.Live ? LiveSql : BacklogSql, profile, held, atMost);
        if (liveAfter is { } boundary) command.Parameters.Add(MeasureSpans.Time(boundary));
        return await ReadAsync(command, cancel);
    }

    /// <returns>The newest that waits, alone; nothing when none does.</returns>
    public async Task<IReadOnlyList<OutboxRow>> ReadNewestAsync(W3bstreamProfile profile, long[] held, CancellationToken cancel)
    {
        await using var command = Command(LastSql, profile, held, atMost: 1);
        return await ReadAsync(command, cancel);
    }

    /// <returns>The end of the newest window that waits, in unix microseconds; null when none does.</returns>
    public async Task<long?> FindNewestAsync(W3bstreamProfile profile, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(NewestSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = W3bstreamNames.Of(profile) });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) && !reader.IsDBNull(0) ? MeasureSpans.ReadTime(reader, 0) : null;
    }

    /// <summary>Deletes some of what ended before this, of whatever profile. Call it until it finds nothing.</summary>
    /// <returns>How many waited and are counted as dropped, and how many had been refused.</returns>
    public async Task<(int Waiting, int Failed)> DropAsync(long before, long[] held, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var waiting = await DropAsync(connection, DropWaitingSql, before, held, cancel);
        var failed = await DropAsync(connection, DropFailedSql, before, held, cancel);
        if (waiting + failed > 0)
        {
            await using var count = new NpgsqlCommand("update w3bstream_status set dropped = dropped + $1", connection);
            count.Parameters.Add(new NpgsqlParameter<int> { TypedValue = waiting });
            await count.ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        return (waiting, failed);
    }

    private NpgsqlCommand Command(string sql, W3bstreamProfile profile, long[] held, int atMost)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = W3bstreamNames.Of(profile) });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = held });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = atMost });
        return command;
    }

    private static async Task<IReadOnlyList<OutboxRow>> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<OutboxRow>();
        while (await reader.ReadAsync(cancel))
            rows.Add(new OutboxRow(reader.GetInt64(0), MeasureSpans.ReadTime(reader, 1), reader.GetGuid(2), reader.GetFieldValue<byte[]>(3)));
        return rows;
    }

    private static async Task<int> DropAsync(NpgsqlConnection connection, string sql, long before, long[] held, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(MeasureSpans.Time(before));
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = held });
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
