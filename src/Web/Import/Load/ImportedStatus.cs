using NodaTime;
using Npgsql;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Push;

namespace PowerMeter.Web.Import.Load;

/// <summary>
/// A sensor of kind push has no Receiver that says when it was seen last: an import says it, as a push of its newest
/// sample does.
/// </summary>
internal sealed class ImportedStatus(NpgsqlDataSource database)
{
    // What a push has said since is newer, and stays.
    private const string FindNewer = """
        select sensor.name, sensor.driver, sensor.enabled, sensor.period_s, newest.time, newest.watts, newest.volts, newest.battery
        from sensors as sensor
        cross join lateral (select time, watts, volts, battery from measures where sensor_id = sensor.id order by time desc limit 1) as newest
        left join sensor_status as status on status.sensor_id = sensor.id
        where sensor.id = $1 and sensor.driver = $2 and (status.last_seen is null or status.last_seen < newest.time)
        """;

    // A page that shows a sensor as never seen reads it again.
    private const string Notify = "select pg_notify('status', $1::text)";

    /// <summary>
    /// Only when the load is committed: a push locks the status before rows that it replaces, a load has its rows locked
    /// already, and the two would wait for each other.
    /// </summary>
    /// <param name="samples">How many were written.</param>
    /// <exception cref="NpgsqlException">It is not noted; the next push or import makes up for it.</exception>
    public async Task NoteAsync(int sensorId, long samples, CancellationToken cancel)
    {
        if (await FindAsync(sensorId, cancel) is not var (target, newest)) return;
        await using var batch = database.CreateBatch();
        new PushStatus(database).AddAccepted(batch, target, newest, (int)Math.Min(samples, int.MaxValue), null);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Notify) { Parameters = { new NpgsqlParameter<int> { TypedValue = sensorId } } });
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private async Task<(PushTarget Target, Sample Newest)?> FindAsync(int sensorId, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(FindNewer);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PushTarget.Push });
        await using var row = await command.ExecuteReaderAsync(cancel);
        if (!await row.ReadAsync(cancel)) return null;
        var target = new PushTarget(sensorId, row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetDouble(3));
        var newest = new Sample(sensorId, Instant.FromDateTimeUtc(row.GetDateTime(4)), row.GetDouble(5))
        {
            Volts = row.IsDBNull(6) ? null : row.GetFloat(6),
            Battery = row.IsDBNull(7) ? null : row.GetFloat(7),
        };
        return (target, newest);
    }
}
