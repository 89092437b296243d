using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>
/// The table of the time that has been made into readings. Rows that are older than the horizon become one, from the first
/// to the last of them: none of it is made again, whatever becomes of clock and horizon, and what comes after it still can be.
/// </summary>
internal static class MadeSpans
{
    private const string LockSql = "select pg_advisory_xact_lock($1, $2)";

    private const string ReadSql =
        "select from_time, until_time from w3bstream_spans where until_time >= $1 and from_time <= $2 order by from_time";

    private const string DeleteSql = "delete from w3bstream_spans where from_time = any ($1)";

    private const string WriteSql = """
        insert into w3bstream_spans (from_time, until_time) select * from unnest($1, $2)
        on conflict (from_time) do update set until_time = excluded.until_time
        """;

    private const string FoldSql = """
        update w3bstream_spans set until_time = old.until_time
        from (select min(from_time) as from_time, max(until_time) as until_time from w3bstream_spans where until_time < $1 having count(*) > 1) as old
        where w3bstream_spans.from_time = old.from_time
        """;

    private const string DropFoldedSql = """
        delete from w3bstream_spans
        where until_time < $1 and from_time > (select min(from_time) from w3bstream_spans)
        """;

    /// <summary>Waits for its turn: until the transaction ends nobody else makes readings.</summary>
    public static async Task LockAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(LockSql, connection) { Parameters = { new() { Value = W3bstreamLock.Class }, new() { Value = W3bstreamLock.Making } } };
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <returns>The stretches that overlap or touch [from, until], whole.</returns>
    public static async Task<TimeSet> ReadAsync(NpgsqlConnection connection, long from, long until, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(ReadSql, connection) { Parameters = { MeasureSpans.Time(from), MeasureSpans.Time(until) } };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var made = new TimeSet();
        while (await reader.ReadAsync(cancel)) made.Add(MeasureSpans.ReadTime(reader, 0), MeasureSpans.ReadTime(reader, 1));
        return made;
    }

    /// <summary>Writes what the set before, which was read in this transaction, has become.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyCollection<Stretch> before, TimeSet after, CancellationToken cancel)
    {
        var starts = after.Stretches.Select(stretch => stretch.From).ToHashSet();
        var gone = before.Select(stretch => stretch.From).Where(from => !starts.Contains(from)).ToArray();
        if (gone.Length > 0)
        {
            await using var delete = new NpgsqlCommand(DeleteSql, connection) { Parameters = { MeasureSpans.Times(gone) } };
            await delete.ExecuteNonQueryAsync(cancel);
        }

        var changed = after.Stretches.Except(before).ToList();
        await using var write = new NpgsqlCommand(WriteSql, connection)
        {
            Parameters =
            {
                MeasureSpans.Times([.. changed.Select(stretch => stretch.From)]),
                MeasureSpans.Times([.. changed.Select(stretch => stretch.Until)]),
            },
        };
        await write.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Makes one row of those that end before this moment.</summary>
    public static async Task FoldAsync(NpgsqlConnection connection, long before, CancellationToken cancel)
    {
        await using (var fold = new NpgsqlCommand(FoldSql, connection) { Parameters = { MeasureSpans.Time(before) } })
            if (await fold.ExecuteNonQueryAsync(cancel) == 0) return;
        await using var drop = new NpgsqlCommand(DropFoldedSql, connection) { Parameters = { MeasureSpans.Time(before) } };
        await drop.ExecuteNonQueryAsync(cancel);
    }
}
