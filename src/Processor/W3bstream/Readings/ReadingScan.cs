using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>
/// How far back readings may be made: not before forwarding was switched on, and not of what is older than a message may be.
/// </summary>
/// <remarks>
/// A clock that is wrong takes nothing away for good. The horizon only says what is looked at now. A beginning that lies in
/// the future, because the clock was ahead when forwarding was switched on, is taken back to now. And what was made is only
/// folded when both the clock and the newest sample say that it is past the horizon, and never more than what was made.
/// </remarks>
internal sealed class ReadingScan(NpgsqlDataSource database)
{
    private const string BeganSql = "select forwards_since from w3bstream_status";

    private const string BeginSql =
        "update w3bstream_status set forwards_since = $1 where forwards_since is null or forwards_since > $1";

    /// <summary>Later than any window. Unix microseconds.</summary>
    private static readonly long Latest = Sample.Latest.ToUnixMicroseconds();

    /// <summary>Looks at what has been made, and begins the open windows anew.</summary>
    public async Task RunAsync(OpenWindows open, IReadOnlyList<ReadSensor> sensors, long now, W3bstreamSettings settings, CancellationToken cancel)
    {
        var maxAge = (long)settings.MaxAge.TotalMicroseconds;
        var floor = Math.Max(await ReadBeganAsync(now, cancel), now - maxAge);
        var newest = await ReadingSource.ReadNewestAsync(database, sensors, now, cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        if (newest.Max() is { } reached) await FoldAsync(connection, Math.Min(now, reached) - maxAge, cancel);
        open.Begin((await MadeSpans.ReadAsync(connection, floor, Latest, cancel)).Stretches, floor, newest, now);
    }

    private static async Task FoldAsync(NpgsqlConnection connection, long before, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await MadeSpans.LockAsync(connection, cancel);
        await MadeSpans.FoldAsync(connection, before, cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task<long> ReadBeganAsync(long now, CancellationToken cancel)
    {
        await using (var command = database.CreateCommand(BeganSql))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            await reader.ReadAsync(cancel);
            if (!reader.IsDBNull(0) && MeasureSpans.ReadTime(reader, 0) is var began && began <= now) return began;
        }

        await using var begin = database.CreateCommand(BeginSql);
        begin.Parameters.Add(MeasureSpans.Time(now));
        await begin.ExecuteNonQueryAsync(cancel);
        return now;
    }
}
