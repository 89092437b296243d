using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Shared.Display;

/// <summary>Reads the newest power of the sensors whose readings are sent.</summary>
public sealed class PowerNowQuery(NpgsqlDataSource database)
{
    // A value older than three periods, and than a quarter of a minute, is not the present one; the pages say the same.
    private const string Sql = """
        select last.time, last.watts, last.time + make_interval(secs => greatest(15, 3 * s.period_s)) as fresh_until,
               s.driver <> 'push' and coalesce(status.state in ('absent', 'silent', 'fault', 'paused'), false) as out
        from sensors s
        left join sensor_status status on status.sensor_id = s.id
        left join lateral (select time, watts from measures where sensor_id = s.id and time <= $2 order by time desc limit 1) as last on true
        where s.id = any ($1)
        """;

    /// <param name="sensors">As <see cref="ReadSensors"/> names them.</param>
    public async Task<PowerNow> ReadAsync(IReadOnlyList<int> sensors, bool areChosen, Instant now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        if (sensors.Count == 0) return new PowerNow(areChosen ? PowerState.SensorGone : PowerState.NoSensor);
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. sensors] });
        command.Parameters.Add(MeasureSpans.Time(now.ToUnixMicroseconds()));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<PowerNow>();
        while (await reader.ReadAsync(cancel)) rows.Add(ReadRow(reader, now));
        return Sum(rows);
    }

    /// <summary>All of them, or none: a sum without one of its sensors is too low.</summary>
    internal static PowerNow Sum(IReadOnlyList<PowerNow> sensors)
    {
        if (sensors.FirstOrDefault(sensor => sensor.State == PowerState.NoData) is { } none) return none;
        var silent = sensors.Where(sensor => sensor.State == PowerState.Silent).ToList();
        return silent.Count > 0
            ? new PowerNow(PowerState.Silent, Since: silent.Min(sensor => sensor.Since))
            : new PowerNow(PowerState.Live, sensors.Sum(sensor => sensor.Watts), FreshUntil: sensors.Min(sensor => sensor.FreshUntil));
    }

    private static PowerNow ReadRow(NpgsqlDataReader reader, Instant now)
    {
        if (reader.IsDBNull(0)) return new PowerNow(PowerState.NoData);
        var (time, freshUntil) = (MeasureSpans.ReadInstant(reader, 0), MeasureSpans.ReadInstant(reader, 2));
        return reader.GetBoolean(3) || freshUntil <= now
            ? new PowerNow(PowerState.Silent, Since: time)
            : new PowerNow(PowerState.Live, reader.GetDouble(1), FreshUntil: freshUntil);
    }
}
