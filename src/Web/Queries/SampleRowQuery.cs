using System.Runtime.CompilerServices;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

/// <summary>The samples with every column, streamed: a span of any length needs no more memory than a few rows.</summary>
/// <param name="reads">Where lists without a limit go; null: to the database too.</param>
public sealed class SampleRowQuery(NpgsqlDataSource database, LongReads? reads = null)
{
    /// <summary>Rows of the largest block.</summary>
    private const int BlockRows = 512;

    /// <summary>Rows of the first block: who asks for one sample does not pay for 512.</summary>
    private const int FirstRows = 32;

    private const string Sql = """
        select id, time, watts, volts, battery, night_rate from measures
        where sensor_id = $1 and time >= $2 and time < $3
        order by time
        limit $4
        """;

    private const string Newest = """
        select id, time, watts, volts, battery, night_rate from measures
        where sensor_id = $1
        order by time desc
        limit 1
        """;

    /// <param name="from">Unix microseconds, included.</param>
    /// <param name="until">Unix microseconds, excluded.</param>
    /// <param name="most">Null for all.</param>
    /// <returns>Blocks of one row or more, each valid until the next one is asked for.</returns>
    public async IAsyncEnumerable<ReadOnlyMemory<SampleRow>> StreamBlocksAsync(
        int sensorId, long from, long until, int? most, [EnumeratorCancellation] CancellationToken cancel)
    {
        var source = most is null ? reads : null;
        await using var connection = source is null ? await database.OpenConnectionAsync(cancel) : await source.OpenAsync(cancel);
        await using var blocks = StreamAsync(connection, sensorId, from, until, most, cancel).GetAsyncEnumerator(cancel);
        var reached = from;
        while (await NextAsync(blocks, source) is { } block)
        {
            if (block.IsEmpty)
            {
                // A standby gave up: the primary goes on where it stopped.
                await using var primary = await source!.OpenPrimaryAsync(cancel);
                await foreach (var rest in StreamAsync(primary, sensorId, reached, until, most, cancel)) yield return rest;
                yield break;
            }

            reached = block.Span[^1].Time + 1;
            yield return block;
        }
    }

    /// <returns>Null at the end; an empty block where a standby gave up.</returns>
    private static async Task<ReadOnlyMemory<SampleRow>?> NextAsync(IAsyncEnumerator<ReadOnlyMemory<SampleRow>> blocks, LongReads? source)
    {
        try
        {
            // Not null alone: an array's conversion would make an empty block of it.
            return await blocks.MoveNextAsync() ? blocks.Current : (ReadOnlyMemory<SampleRow>?)null;
        }
        catch (NpgsqlException e) when (source is not null && source.MayRetry(e))
        {
            return ReadOnlyMemory<SampleRow>.Empty;
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<SampleRow>> StreamAsync(
        NpgsqlConnection connection, int sensorId, long from, long until, int? most, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.CommandTimeout = 0; // a client may read ten years as slowly as it likes
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        command.Parameters.Add(MeasureSpans.Time(from));
        command.Parameters.Add(MeasureSpans.Time(until));
        command.Parameters.Add(new NpgsqlParameter<long?> { TypedValue = most });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await using var open = new OpenRows(command, reader);
        var block = new SampleRow[FirstRows];
        while (true)
        {
            var rows = 0;
            for (; rows < block.Length && await open.ReadAsync(cancel); rows++) block[rows] = Read(reader);
            if (rows > 0) yield return block.AsMemory(0, rows);
            if (rows < block.Length) yield break;
            if (rows < BlockRows) block = new SampleRow[BlockRows];
        }
    }

    /// <returns>Null when there is no sample.</returns>
    public async Task<SampleRow?> NewestAsync(int sensorId, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Newest);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? Read(reader) : null;
    }

    private static SampleRow Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), MeasureSpans.ReadTime(row, 1), row.GetDouble(2),
        row.IsDBNull(3) ? null : row.GetFloat(3), row.IsDBNull(4) ? null : row.GetFloat(4), row.GetBoolean(5));
}
