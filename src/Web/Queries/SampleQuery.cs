using System.Runtime.CompilerServices;
using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Queries;

/// <summary>The samples themselves, streamed: a span of any length needs no more memory than a row.</summary>
public sealed class SampleQuery(NpgsqlDataSource database)
{
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
        await using var command = database.CreateCommand(Sql);
        command.CommandTimeout = 0; // a client may read ten years as slowly as it likes
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        command.Parameters.Add(MeasureSpans.Time(from));
        command.Parameters.Add(MeasureSpans.Time(until));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            yield return new StoredSample(reader.GetInt64(0), MeasureSpans.ReadTime(reader, 1), reader.GetDouble(2), reader.GetBoolean(3));
    }
}
