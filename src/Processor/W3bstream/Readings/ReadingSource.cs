using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>Reads the samples that readings are made of. It never asks for samples of the future.</summary>
internal static class ReadingSource
{
    // The lower bound once more as a constant, so that the partitions that no sensor can reach are passed over at once.
    private const string SamplesSql = """
        select sensor.ordinal, sample.time, sample.watts
        from unnest($1, $2) with ordinality as sensor (id, max_gap, ordinal)
        cross join lateral (
          (select time, watts from measures
           where sensor_id = sensor.id and time < $3 and time >= $3 - sensor.max_gap and time >= $3 - interval '7 days' order by time desc limit 1)
          union all
          (select time, watts from measures where sensor_id = sensor.id and time >= $3 and time < $4 and time <= $5)
          union all
          (select time, watts from measures
           where sensor_id = sensor.id and time >= $4 and time <= $4 + sensor.max_gap and time <= $5 order by time limit 1)
        ) as sample
        order by sensor.ordinal, sample.time
        """;

    private const string NewestSql = """
        select (select time from measures where sensor_id = sensor.id and time <= $2 order by time desc limit 1)
        from unnest($1) with ordinality as sensor (id, ordinal) order by sensor.ordinal
        """;

    private const string NextSql = """
        select (select time from measures where sensor_id = sensor.id and time >= $2 and time <= $3 order by time limit 1)
        from unnest($1) with ordinality as sensor (id, ordinal) order by sensor.ordinal
        """;

    private const string GapsSql = "select id, max_gap_s from sensors where id = any ($1) order by id";

    /// <returns>Those of these sensors that are still there, ascending by their ids.</returns>
    public static async Task<List<ReadSensor>> ReadGapsAsync(NpgsqlDataSource database, IReadOnlyList<int> ids, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(GapsSql);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. ids] });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var sensors = new List<ReadSensor>();
        while (await reader.ReadAsync(cancel))
            sensors.Add(new ReadSensor(reader.GetInt32(0), (long)(reader.GetDouble(1) * UnixMicroseconds.PerSecond)));
        return sensors;
    }

    /// <summary>The samples of [from, until) and, of each sensor, the neighbours on both sides that a line can reach.</summary>
    public static async Task<List<SensorSamples>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<ReadSensor> sensors, long from, long until, long now, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(SamplesSql, connection) { CommandTimeout = 300 };
        command.Parameters.Add(Ids(sensors));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan[]> { TypedValue = [.. sensors.Select(sensor => TimeSpan.FromMicroseconds(sensor.MaxGap))] });
        command.Parameters.Add(MeasureSpans.Time(from));
        command.Parameters.Add(MeasureSpans.Time(until));
        command.Parameters.Add(MeasureSpans.Time(now));
        var samples = sensors.Select(_ => new List<(long, double)>()).ToList();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            samples[(int)reader.GetInt64(0) - 1].Add((MeasureSpans.ReadTime(reader, 1), reader.GetDouble(2)));
        return [.. sensors.Zip(samples, (sensor, list) => new SensorSamples(sensor, list))];
    }

    /// <returns>The time of each sensor's newest sample that is not of the future; null for one that has none.</returns>
    public static Task<List<long?>> ReadNewestAsync(NpgsqlDataSource database, IReadOnlyList<ReadSensor> sensors, long now, CancellationToken cancel) =>
        ReadTimesAsync(database, NewestSql, sensors, [now], cancel);

    /// <returns>The time of each sensor's first sample from a moment on that is not of the future; null for one that has none.</returns>
    public static Task<List<long?>> ReadNextAsync(
        NpgsqlDataSource database, IReadOnlyList<ReadSensor> sensors, long from, long now, CancellationToken cancel) =>
        ReadTimesAsync(database, NextSql, sensors, [from, now], cancel);

    private static async Task<List<long?>> ReadTimesAsync(
        NpgsqlDataSource database, string sql, IReadOnlyList<ReadSensor> sensors, long[] times, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(Ids(sensors));
        foreach (var time in times) command.Parameters.Add(MeasureSpans.Time(time));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<long?>();
        while (await reader.ReadAsync(cancel)) found.Add(reader.IsDBNull(0) ? null : MeasureSpans.ReadTime(reader, 0));
        return found;
    }

    private static NpgsqlParameter<int[]> Ids(IReadOnlyList<ReadSensor> sensors) =>
        new NpgsqlParameter<int[]> { TypedValue = [.. sensors.Select(sensor => sensor.Id)] };
}
