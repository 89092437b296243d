using System.Runtime.CompilerServices;
using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Queries;

/// <summary>The samples themselves, streamed: a span of any length needs no more memory than a few rows.</summary>
public sealed class SampleQuery(NpgsqlDataSource database)
{
    /// <summary>Rows of the largest block.</summary>
    public const int BlockRows = 512;

    /// <summary>Rows of the first block: who asks for one sample does not pay for 512.</summary>
    private const int FirstRows = 32;

    private const string Sql = """
        select id, time, watts, night_rate from measures
        where sensor_id = $1 and time >= $2 and time < $3
        order by time
        """;

    /// <param name="from">Unix microseconds, included.</param>
    /// <param name="until">Unix microseconds, excluded.</param>
    public async IAsyncEnumerable<StoredSample> StreamAsync(
        int sensorId, long from, long until, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var block in StreamBlocksAsync(sensorId, from, until, cancel))
            for (var i = 0; i < block.Length; i++) yield return block.Span[i];
    }

    /// <summary>
    /// The same, some rows at a time, for those who pass on millions: what an enumerator costs is paid a block, not a row.
    /// </summary>
    /// <returns>Blocks of 1 to <see cref="BlockRows"/> rows, each valid until the next one is asked for.</returns>
    public async IAsyncEnumerable<ReadOnlyMemory<StoredSample>> StreamBlocksAsync(
        int sensorId, long from, long until, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand(Sql, connection);
        command.CommandTimeout = 0; // a client may read ten years as slowly as it likes
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        command.Parameters.Add(MeasureSpans.Time(from));
        command.Parameters.Add(MeasureSpans.Time(until));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await using var open = new OpenRows(command, reader);
        var block = new StoredSample[FirstRows];
        while (true)
        {
            var rows = 0;
            for (; rows < block.Length && await open.ReadAsync(cancel); rows++)
                block[rows] = new StoredSample(reader.GetInt64(0), MeasureSpans.ReadTime(reader, 1), reader.GetDouble(2), reader.GetBoolean(3));
            if (rows > 0) yield return block.AsMemory(0, rows);
            if (rows < block.Length) yield break;
            if (rows < BlockRows) block = new StoredSample[BlockRows];
        }
    }
}
