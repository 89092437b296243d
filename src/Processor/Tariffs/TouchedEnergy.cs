using Npgsql;
using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Processor.Tariffs;

/// <summary>
/// Computes the roll-ups of samples that were tagged anew, within the transaction that did so. It holds the sensors'
/// locks from here to the transaction's end, as every other roll-up does.
/// </summary>
internal sealed class TouchedEnergy(NpgsqlConnection connection)
{
    /// <summary>As much as is computed at once: memory stays bounded.</summary>
    private const long MaxPiece = 14 * 24 * UnixMicroseconds.PerHour;

    private const string Lock = "select pg_advisory_xact_lock($1, sensor_id) from unnest($2) as sensor_id order by sensor_id";

    // The segment of the last sample reaches to the next one.
    private const string Neighbours = """
        select coalesce((select time from measures where sensor_id = $1
                           and time > span.to_time and time <= span.to_time + make_interval(secs => sensor.max_gap_s) order by time limit 1), span.to_time),
               sensor.max_gap_s
        from sensors as sensor cross join unnest($2) with ordinality as span (to_time, ordinal)
        where sensor.id = $1
        order by span.ordinal
        """;

    // What this transaction's own updates queued is done by now; what others queued is not ours to take.
    private const string ForgetOwn = "delete from pending_energy where xmin = pg_current_xact_id()::xid";

    public async Task LockAsync(IEnumerable<int> sensors, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Lock, connection)
        {
            CommandTimeout = 0, // a roll-up of history may hold one for a while
            Parameters = { new NpgsqlParameter<int> { TypedValue = EnergyLock.Class }, new NpgsqlParameter<int[]> { TypedValue = [.. sensors.Order()] } },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <param name="touched">Of one sensor: from the first to the last sample that was tagged.</param>
    public async Task RecomputeAsync(int sensorId, List<TouchedSpan> touched, CancellationToken cancel)
    {
        var (minutes, maxGap) = await MinutesAsync(sensorId, touched, cancel);
        if (minutes.Count == 0) return;
        var writer = new EnergyWriter(connection);
        foreach (var span in minutes)
            for (var from = span.From; from < span.To; from += MaxPiece)
                await writer.RecomputeAsync(sensorId, from, Math.Min(from + MaxPiece, span.To), maxGap, cancel);
        await writer.NotifyAsync([new TouchedSpan(sensorId, minutes[0].From, minutes[^1].To)], cancel);
    }

    public async Task ForgetQueuedAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(ForgetOwn, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <returns>Spans of whole minutes, [From, To), ascending; none for a sensor that was removed. The gap in microseconds.</returns>
    private async Task<(List<TouchedSpan> Minutes, long MaxGap)> MinutesAsync(int sensorId, List<TouchedSpan> touched, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Neighbours, connection)
        {
            CommandTimeout = 0,
            Parameters = { new NpgsqlParameter<int> { TypedValue = sensorId }, MeasureSpans.Times([.. touched.Select(span => span.To)]) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var (minutes, maxGap) = (new List<TouchedSpan>(), 0L);
        for (var i = 0; await reader.ReadAsync(cancel); i++)
        {
            maxGap = (long)(reader.GetDouble(1) * UnixMicroseconds.PerSecond);
            // One microsecond more: a sample on an edge belongs to the minute that it begins.
            minutes.Add(new TouchedSpan(
                sensorId, EnergyTier.Minutes.Floor(touched[i].From), EnergyTier.Minutes.Ceiling(MeasureSpans.ReadTime(reader, 0) + 1)));
        }

        return (TouchedSpan.Merge(minutes), maxGap);
    }
}
