using Npgsql;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Components.Charts;

/// <summary>When a sensor's record begins: what lies before is not a gap.</summary>
public sealed class FirstSampleQuery(NpgsqlDataSource database)
{
    /// <returns>Unix microseconds; null when there is no sample.</returns>
    public async Task<long?> ReadAsync(int sensorId, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select time from measures where sensor_id = $1 order by time limit 1");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? UnixMicroseconds.FromPostgres(reader.GetFieldValue<long>(0)) : null;
    }
}
