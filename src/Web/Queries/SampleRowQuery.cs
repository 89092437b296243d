using System.Runtime.CompilerServices;
using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Queries;

/// <summary>The samples with every column, streamed: a span of any length needs no more memory than a row.</summary>
public sealed class SampleRowQuery(NpgsqlDataSource database)
{
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
    public async IAsyncEnumerable<SampleRow> StreamAsync(
        int sensorId, long from, long until, int? most, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Sql);
        command.CommandTimeout = 0; // a client may read ten years as slowly as it likes
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        command.Parameters.Add(MeasureSpans.Time(from));
        command.Parameters.Add(MeasureSpans.Time(until));
        command.Parameters.Add(new NpgsqlParameter<long?> { TypedValue = most });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) yield return Read(reader);
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
