using System.Globalization;
using Npgsql;

namespace PowerMeter.Processor.Energy;

/// <summary>Works off the queue in the foreground and says how far it is: <c>--drain</c> and <c>--rebuild</c>.</summary>
public sealed class EnergyBacklog(NpgsqlDataSource database, EnergyRollup rollup, TimeProvider time, TextWriter output)
{
    private const string QueueEverything = """
        insert into pending_energy (sensor_id, from_time, to_time)
        select sensor.id, least(min(span.from_time), min(span.start)), greatest(max(span.to_time), max(span.until))
        from sensors as sensor
        cross join lateral (
          select min(time), max(time), null::timestamptz, null::timestamptz from measures where sensor_id = sensor.id
          union all
          select null, null, min(start), max(start) from energy_hours where sensor_id = sensor.id) as span (from_time, to_time, start, until)
        where $1::integer is null or sensor.id = $1
        group by sensor.id
        having count(span.from_time) + count(span.start) > 0
        """;

    private const string Waiting = "select coalesce(sum(extract(epoch from to_time - from_time)), 0)::double precision, count(*) from pending_energy";

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(200);

    /// <summary>Queues every measure of one sensor, or of all, to be rolled up from scratch.</summary>
    /// <returns>The number of sensors; none when the sensor is unknown or has no measures.</returns>
    public async Task<int> QueueEverythingAsync(int? sensorId, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(QueueEverything);
        command.CommandTimeout = 300;
        command.Parameters.Add(new NpgsqlParameter<int?> { TypedValue = sensorId });
        return await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task DrainAsync(CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var (whole, _) = await WaitingAsync(cancel);
        var (minutes, told) = (0L, -5);
        while (true)
        {
            var claim = await rollup.ClaimAsync(cancel);
            minutes += claim?.Minutes ?? 0;
            var (seconds, count) = await WaitingAsync(cancel);
            var percent = count == 0 ? 100 : (int)(100 * (1 - seconds / Math.Max(1, Math.Max(whole, seconds))));
            if (percent >= told + 5)
            {
                await output.WriteLineAsync(Progress(percent, minutes));
                told = percent - percent % 5;
            }

            if (count == 0) break;
            // What waits is in another Processor's hands: give it time.
            if (claim is null) await Task.Delay(Retry, time, cancel);
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"Roll-ups: {minutes:N0} minutes computed in {time.GetElapsedTime(started).TotalSeconds:F1} s"));
    }

    private static string Progress(int percent, long minutes) =>
        string.Create(CultureInfo.InvariantCulture, $"Roll-ups: {percent,3} % ({minutes:N0} minutes)");

    private async Task<(double Seconds, long Count)> WaitingAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Waiting);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return (reader.GetDouble(0), reader.GetInt64(1));
    }
}
