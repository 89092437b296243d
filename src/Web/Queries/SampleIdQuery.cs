using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Queries;

/// <summary>
/// Samples by id, or by place from the end. Ids ascend as rows are written, not as time passes: they have gaps, and what
/// comes late has a later one. So places count by time, and every answer is in the order of time.
/// </summary>
public sealed class SampleIdQuery(NpgsqlDataSource database)
{
    private const string ById = "select id, time, watts, night_rate from measures where sensor_id = $1 and id >= $2 and id < $3 order by time";

    private const string FromEnd = "select id, time, watts, night_rate from measures where sensor_id = $1 order by time desc offset $2 limit $3";

    private const string ByTime = "select id, time, watts, night_rate from measures where sensor_id = $1 and time = $2";

    // The neighbour is that of any id: the segment goes to the next sample in time.
    private const string Spans = """
        with chosen as materialized ({0})
        select chosen.id, chosen.time, next.time
        from chosen left join lateral (
          select time from measures
          where sensor_id = $1 and time > chosen.time
            and time <= chosen.time + (select make_interval(secs => max_gap_s) from sensors where id = $1)
          order by time limit 1
        ) as next on true
        order by chosen.time
        """;

    private static readonly string SpansById = Spans.Replace("{0}", ById, StringComparison.Ordinal);
    private static readonly string SpansFromEnd = Spans.Replace("{0}", FromEnd, StringComparison.Ordinal);

    /// <param name="id">Negative: the place from the end.</param>
    /// <returns>Null when there is none.</returns>
    public async Task<StoredSample?> FindAsync(int sensorId, long id, CancellationToken cancel) =>
        await ListAsync(sensorId, IdRange.Of(id), cancel) is [var found] ? found : null;

    /// <param name="time">Unix microseconds, exactly.</param>
    /// <returns>Null when there is none.</returns>
    public async Task<StoredSample?> FindAtAsync(int sensorId, long time, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(ByTime);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        command.Parameters.Add(MeasureSpans.Time(time));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? Read(reader) : null;
    }

    /// <returns>In the order of time.</returns>
    public async Task<IReadOnlyList<StoredSample>> ListAsync(int sensorId, IdRange range, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(range.CountsFromEnd ? FromEnd : ById);
        AddParameters(command.Parameters, sensorId, range);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var samples = new List<StoredSample>();
        while (await reader.ReadAsync(cancel)) samples.Add(Read(reader));
        if (range.CountsFromEnd) samples.Reverse();
        return samples;
    }

    /// <returns>In the order of time.</returns>
    public async Task<IReadOnlyList<SampleSpan>> ListSpansAsync(int sensorId, IdRange range, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(range.CountsFromEnd ? SpansFromEnd : SpansById);
        AddParameters(command.Parameters, sensorId, range);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var spans = new List<SampleSpan>();
        while (await reader.ReadAsync(cancel))
            spans.Add(new SampleSpan(reader.GetInt64(0), MeasureSpans.ReadTime(reader, 1), reader.IsDBNull(2) ? null : MeasureSpans.ReadTime(reader, 2)));
        if (!range.CountsFromEnd) return spans;
        // The newest of them has the place before the end, however many there are.
        for (var i = 0; i < spans.Count; i++) spans[i] = spans[i] with { Place = range.End - spans.Count + i };
        return spans;
    }

    private static void AddParameters(NpgsqlParameterCollection parameters, int sensorId, IdRange range)
    {
        parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = range.CountsFromEnd ? -range.End : range.First });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = range.CountsFromEnd ? range.Width : range.End });
    }

    private static StoredSample Read(NpgsqlDataReader reader) =>
        new(reader.GetInt64(0), MeasureSpans.ReadTime(reader, 1), reader.GetDouble(2), reader.GetBoolean(3));
}
