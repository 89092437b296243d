using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Queries;

/// <summary>
/// Finds the gaps of a span without reading all of its samples: the minutes that are covered throughout tell where there is
/// none, and only between them the samples are looked at. So it is right too while roll-ups are still to be computed.
/// </summary>
public sealed class GapQuery(NpgsqlDataSource database)
{
    /// <summary>The longest span that is searched: microseconds.</summary>
    public const long LongestSpan = 400L * 24 * UnixMicroseconds.PerHour;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Between two whole minutes lies at most one candidate, and no gap reaches into a whole minute.
    private const string Sql = """
        with sensor as (select max_gap_s * interval '1 s' as max_gap from sensors where id = $1),
        whole as (
          select start + interval '1 minute' as ended, lead(start, 1, $3) over (order by start) as next
          from (select start from energy_minutes where sensor_id = $1 and start >= $2 and start < $3 and covered_s >= 60
                union all select $2 - interval '1 minute') as minutes
        ),
        doubtful as (select ended as from_time, next as until_time from whole where ended < next),
        edges as (
          select coalesce((select time from measures where sensor_id = $1 and time <= from_time order by time desc limit 1), from_time) as first,
                 coalesce((select time from measures where sensor_id = $1 and time >= until_time order by time limit 1), until_time) as last
          from doubtful
        ),
        neighbours as (
          select sample.time as before, sample.watts as watts_before, sample.next as after, sample.watts_next as watts_after
          from edges cross join lateral (
            select time, watts, lead(time) over (order by time) as next, lead(watts) over (order by time) as watts_next
            from measures where sensor_id = $1 and time >= edges.first and time <= edges.last
          ) as sample
        )
        select distinct before, after, watts_before, watts_after
        from neighbours cross join sensor
        where after - before > max_gap or (after is null and before = $4 and $3 - before > max_gap)
        order by before desc
        """;

    /// <param name="from">Unix microseconds.</param>
    /// <param name="until">Unix microseconds; not after now, for a gap at its end lasts until somebody measures again.</param>
    /// <returns>Newest first, those that reach in from before too.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is longer than <see cref="LongestSpan"/>.</exception>
    public async Task<IReadOnlyList<Gap>> ReadAsync(int sensorId, long from, long until, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(until - from, LongestSpan);
        await using var connection = await database.OpenConnectionAsync(cancel);
        if (await NewestAsync(connection, sensorId, cancel) is not { } newest) return [];
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            CommandTimeout = (int)Patience.TotalSeconds,
            Parameters = { new NpgsqlParameter<int> { TypedValue = sensorId }, MeasureSpans.Time(from), MeasureSpans.Time(until), MeasureSpans.Time(newest) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var gaps = new List<Gap>();
        while (await reader.ReadAsync(cancel))
            gaps.Add(new Gap(
                MeasureSpans.ReadTime(reader, 0), reader.IsDBNull(1) ? null : MeasureSpans.ReadTime(reader, 1),
                reader.GetDouble(2), reader.IsDBNull(3) ? null : reader.GetDouble(3)));
        return gaps;
    }

    private static async Task<long?> NewestAsync(NpgsqlConnection connection, int sensorId, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select time from measures where sensor_id = $1 order by time desc limit 1", connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = sensorId } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? MeasureSpans.ReadTime(reader, 0) : null;
    }
}
