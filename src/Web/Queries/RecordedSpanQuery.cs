using Npgsql;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Queries;

/// <summary>From when to when a sensor was recorded, by its samples, or by its minutes where retention has removed these: what lies before is not a gap.</summary>
public sealed class RecordedSpanQuery(NpgsqlDataSource database)
{
    private const string Sql = """
        select least((select time from measures where sensor_id = $1 order by time limit 1),
                     (select start from energy_minutes where sensor_id = $1 and start < (select horizon from raw_horizon) order by start limit 1)),
               (select time from measures where sensor_id = $1 order by time desc limit 1)
        """;

    /// <returns>The first and the last sample, in unix microseconds; null when there is none.</returns>
    public async Task<(long First, long Last)?> ReadAsync(int sensorId, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return reader.IsDBNull(0) || reader.IsDBNull(1)
            ? null
            : (UnixMicroseconds.FromPostgres(reader.GetFieldValue<long>(0)), UnixMicroseconds.FromPostgres(reader.GetFieldValue<long>(1)));
    }
}
