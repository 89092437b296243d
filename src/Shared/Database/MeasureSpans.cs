using NodaTime;
using Npgsql;
using NpgsqlTypes;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Shared.Database;

/// <summary>
/// Reads the samples of a span together with the neighbour on either side that a segment can reach, which is what the
/// integral needs for exact edges. Times are unix microseconds.
/// </summary>
public static class MeasureSpans
{
    /// <summary>One span, in the order of time. Parameters: sensor, from, until, max gap.</summary>
    public const string OneSql = """
        (select time, watts, night_rate from measures
         where sensor_id = $1 and time < $2 and time >= $2 - $4 order by time desc limit 1)
        union all
        (select time, watts, night_rate from measures
         where sensor_id = $1 and time >= $2 and time < $3)
        union all
        (select time, watts, night_rate from measures
         where sensor_id = $1 and time >= $3 and time <= $3 + $4 order by time limit 1)
        order by time
        """;

    /// <summary>
    /// Many short spans of one sensor in one statement: the number of the span, from 1, and its samples in the order of
    /// time. A statement a span would cost more than its few rows. The last two parameters bound all of it, so that the
    /// partitions that no span can reach are passed over once, not a span. Parameters: sensor, froms, untils, earliest, latest.
    /// </summary>
    public const string ManySql = """
        select span.ordinal, sample.time, sample.watts, sample.night_rate
        from (select max_gap_s * interval '1 s' as max_gap from sensors where id = $1) as sensor
        cross join unnest($2, $3) with ordinality as span (from_time, until_time, ordinal)
        cross join lateral (
          (select time, watts, night_rate from measures
           where sensor_id = $1 and time < span.from_time and time >= span.from_time - sensor.max_gap
             and time >= $4 and time < $5 order by time desc limit 1)
          union all
          (select time, watts, night_rate from measures
           where sensor_id = $1 and time >= span.from_time and time < span.until_time and time >= $4 and time < $5)
          union all
          (select time, watts, night_rate from measures
           where sensor_id = $1 and time >= span.until_time and time <= span.until_time + sensor.max_gap
             and time >= $4 and time < $5 order by time limit 1)
        ) as sample
        order by span.ordinal, sample.time
        """;

    /// <summary>
    /// As <see cref="ManySql"/>, by one look into the index a span where that takes three. It sees some periods beyond the
    /// span on either side: a neighbour that is farther away is not among the samples, though a segment may reach it.
    /// "offset 0" keeps the planner from joining in another way than span by span, which can take it minutes.
    /// </summary>
    public const string NearSql = """
        select span.ordinal, sample.time, sample.watts, sample.night_rate
        from (select least(max_gap_s, 2.5 * period_s) * interval '1 s' as reach from sensors where id = $1) as sensor
        cross join unnest($2, $3) with ordinality as span (from_time, until_time, ordinal)
        cross join lateral (
          select time, watts, night_rate from measures
          where sensor_id = $1 and time >= span.from_time - sensor.reach and time <= span.until_time + sensor.reach
            and time >= $4 and time < $5
          order by time offset 0
        ) as sample
        """;

    /// <summary>The longest gap that a sensor may have, in microseconds: <c>max_gap_s</c> is checked by the schema.</summary>
    private const long LongestGap = 7 * 24 * UnixMicroseconds.PerHour;

    /// <param name="maxGap">Microseconds.</param>
    public static void AddParameters(NpgsqlParameterCollection parameters, int sensorId, long from, long until, long maxGap)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        parameters.Add(Time(from));
        parameters.Add(Time(until));
        parameters.Add(Gap(maxGap));
    }

    /// <summary>For <see cref="ManySql"/> and <see cref="NearSql"/>.</summary>
    /// <param name="from">At least one; ascending, as are the ends.</param>
    public static void AddParameters(NpgsqlParameterCollection parameters, int sensorId, long[] from, long[] until)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(until);
        parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        parameters.Add(Times(from));
        parameters.Add(Times(until));
        parameters.Add(Time(from[0] - LongestGap));
        parameters.Add(Time(until[^1] + LongestGap + 1));
    }

    public static NpgsqlParameter Time(long microseconds) =>
        new NpgsqlParameter<long> { TypedValue = UnixMicroseconds.ToPostgres(microseconds), NpgsqlDbType = NpgsqlDbType.TimestampTz };

    public static NpgsqlParameter Times(long[] microseconds) =>
        new NpgsqlParameter<long[]>
        {
            TypedValue = Array.ConvertAll(microseconds, UnixMicroseconds.ToPostgres),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        };

    public static long ReadTime(NpgsqlDataReader reader, int column)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return UnixMicroseconds.FromPostgres(reader.GetFieldValue<long>(column));
    }

    public static Instant ReadInstant(NpgsqlDataReader reader, int column) => UnixMicroseconds.ToInstant(ReadTime(reader, column));

    private static NpgsqlParameter<TimeSpan> Gap(long microseconds) =>
        new NpgsqlParameter<TimeSpan> { TypedValue = TimeSpan.FromMicroseconds(microseconds), NpgsqlDbType = NpgsqlDbType.Interval };
}
