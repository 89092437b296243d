using Npgsql;

namespace PowerMeter.Shared.Database;

/// <summary>A sensor that has samples, or had some that retention has removed.</summary>
/// <param name="First">The time of its first one, in unix microseconds; of a removed one, its minute.</param>
/// <param name="Last">Of its last one.</param>
public sealed record RecordedSensor(int Id, long First, long Last)
{
    private const string Sql = """
        select sensors.id, least(first.time, removed.start), greatest(last.time, removed.until)
        from raw_horizon cross join sensors
        left join lateral (select time from measures where sensor_id = sensors.id order by time limit 1) as first on true
        left join lateral (select time from measures where sensor_id = sensors.id order by time desc limit 1) as last on true
        left join lateral (select start, horizon as until from energy_minutes where sensor_id = sensors.id and start < horizon order by start limit 1) as removed on true
        where first.time is not null or removed.start is not null
        order by sensors.id
        """;

    /// <summary>All of them, by id.</summary>
    public static async Task<IReadOnlyList<RecordedSensor>> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var sensors = new List<RecordedSensor>();
        while (await reader.ReadAsync(cancel))
            sensors.Add(new RecordedSensor(reader.GetInt32(0), MeasureSpans.ReadTime(reader, 1), MeasureSpans.ReadTime(reader, 2)));
        return sensors;
    }
}
