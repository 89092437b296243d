using Npgsql;
using NpgsqlTypes;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>Writes what has been made, within the maker's transaction.</summary>
internal static class ReadingTables
{
    // A row that is there was made before: it stays as it is.
    private const string OutboxSql = """
        insert into w3bstream_outbox (stream, profile, window_start, window_end, watts, covered_s, event_id, body)
        select $1, $2, row.start, row.until, row.watts, row.covered_s, row.event_id, row.body
        from unnest($3, $4, $5, $6, $7, $8) with ordinality as row (start, until, watts, covered_s, event_id, body, ordinal)
        order by row.ordinal
        on conflict (stream, window_start) do nothing
        """;

    private const string RewardsSql = """
        insert into reward_quarters as old (start, tokens, covered_s) select * from unnest($1, $2, $3)
        on conflict (start) do update set tokens = old.tokens + excluded.tokens, covered_s = old.covered_s + excluded.covered_s
        """;

    private const string UnsignableSql = """
        update w3bstream_status set failed = failed + $1, last_answer = left($2, 500), last_answer_status = null, last_answer_at = $3
        """;

    public static async Task AddMessagesAsync(
        NpgsqlConnection connection, string stream, W3bstreamProfile profile, IReadOnlyList<(Reading Reading, byte[] Body)> messages, CancellationToken cancel)
    {
        if (messages.Count == 0) return;
        await using var command = new NpgsqlCommand(OutboxSql, connection)
        {
            CommandTimeout = 300,
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = stream },
                new NpgsqlParameter<string> { TypedValue = W3bstreamNames.Of(profile) },
                MeasureSpans.Times([.. messages.Select(message => message.Reading.Start)]),
                MeasureSpans.Times([.. messages.Select(message => message.Reading.End)]),
                new NpgsqlParameter<double[]> { TypedValue = [.. messages.Select(message => message.Reading.Watts)] },
                new NpgsqlParameter<double[]> { TypedValue = [.. messages.Select(message => SecondsOf(message.Reading))] },
                new NpgsqlParameter<Guid[]> { TypedValue = [.. messages.Select(_ => Guid.NewGuid())] },
                new NpgsqlParameter<byte[][]> { TypedValue = [.. messages.Select(message => message.Body)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }

    public static async Task AddRewardsAsync(NpgsqlConnection connection, IReadOnlyList<MadeWindow> windows, CancellationToken cancel)
    {
        if (windows.Count == 0) return;
        var quarters = windows.GroupBy(window => EnergyTier.Quarters.Floor(window.Reading.Start)).OrderBy(quarter => quarter.Key).ToList();
        await using var command = new NpgsqlCommand(RewardsSql, connection)
        {
            Parameters =
            {
                MeasureSpans.Times([.. quarters.Select(quarter => quarter.Key)]),
                new NpgsqlParameter<double[]> { TypedValue = [.. quarters.Select(quarter => quarter.Sum(window => window.Tokens))] },
                new NpgsqlParameter<double[]> { TypedValue = [.. quarters.Select(quarter => quarter.Sum(window => SecondsOf(window.Reading)))] },
            },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Counts readings that can never be signed among the refused ones, and says why the last of them was.</summary>
    public static async Task CountUnsignableAsync(NpgsqlConnection connection, IReadOnlyList<string> reasons, long now, CancellationToken cancel)
    {
        if (reasons.Count == 0) return;
        await using var command = new NpgsqlCommand(UnsignableSql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = reasons.Count }, new NpgsqlParameter<string> { TypedValue = reasons[^1] }, MeasureSpans.Time(now),
            },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static double SecondsOf(Reading reading) => reading.CoveredMicroseconds / (double)UnixMicroseconds.PerSecond;
}
