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
    /// Many short spans of one sensor in one statement, in the order of the spans and then of time. A statement a span
    /// would cost more than its few rows.
    /// </summary>
    public const string ManySql = """
        select span.ordinal, sample.time, sample.watts, sample.night_rate
        from unnest($2, $3) with ordinality as span (from_time, until_time, ordinal)
        cross join lateral (
          (select time, watts, night_rate from measures
           where sensor_id = $1 and time < span.from_time and time >= span.from_time - $4 order by time desc limit 1)
          union all
          (select time, watts, night_rate from measures
           where sensor_id = $1 and time >= span.from_time and time < span.until_time)
          union all
          (select time, watts, night_rate from measures
           where sensor_id = $1 and time >= span.until_time and time <= span.until_time + $4 order by time limit 1)
        ) as sample
        order by span.ordinal, sample.time
        """;

    /// <param name="maxGap">Microseconds.</param>
    public static void AddParameters(NpgsqlParameterCollection parameters, int sensorId, long from, long until, long maxGap)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        parameters.Add(Time(from));
        parameters.Add(Time(until));
        parameters.Add(Gap(maxGap));
    }

    /// <param name="maxGap">Microseconds.</param>
    public static void AddParameters(NpgsqlParameterCollection parameters, int sensorId, long[] from, long[] until, long maxGap)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        parameters.Add(Times(from));
        parameters.Add(Times(until));
        parameters.Add(Gap(maxGap));
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

    private static NpgsqlParameter<TimeSpan> Gap(long microseconds) =>
        new NpgsqlParameter<TimeSpan> { TypedValue = TimeSpan.FromMicroseconds(microseconds), NpgsqlDbType = NpgsqlDbType.Interval };
}
