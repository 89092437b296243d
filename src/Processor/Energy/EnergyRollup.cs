using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Processor.Energy;

/// <summary>
/// Claims spans of measures that changed and computes their roll-ups again, in one transaction: killed at any instant,
/// either all of the claim is done or it waits as before. Several Processors share the work.
/// </summary>
/// <remarks>
/// A claim locks whole sensors (advisory, for the transaction) before it looks at anything. Locking queue rows alone
/// would let two Processors compute the same minute from different snapshots, and the older one write last.
/// </remarks>
public sealed class EnergyRollup(NpgsqlDataSource database)
{
    /// <summary>
    /// A sensor's long span is done in pieces of this length, the newest first, so that a transaction stays short, live
    /// samples never wait behind history, and progress shows.
    /// </summary>
    private const long MaxClaim = 14 * 24 * UnixMicroseconds.PerHour;

    private const string LockSensors = """
        select sensor_id from
          (select sensor_id from pending_energy group by sensor_id order by min(id) limit 1024) as waiting
        where pg_try_advisory_xact_lock($1, sensor_id)
        limit 64
        """;

    private const string TakePending = "delete from pending_energy where sensor_id = any ($1) returning sensor_id, from_time, to_time";

    private const string PutBack = "insert into pending_energy (sensor_id, from_time, to_time) select * from unnest($1, $2, $3)";

    // The end of what there is in a long span: years without samples and without roll-ups are passed over.
    private const string LastInSpan = """
        select greatest(
          (select max(time) from measures where sensor_id = $1 and time >= $2 and time <= $3),
          (select max(start) + interval '1 hour' from energy_hours where sensor_id = $1 and start >= $2 - interval '1 hour' and start <= $3))
        """;

    private const string Gaps = "select id, max_gap_s from sensors where id = any ($1)";

    // A segment reaches to the neighbour sample on each side, so the neighbours' minutes change too.
    private const string Neighbours = """
        select coalesce((select time from measures where sensor_id = span.sensor_id
                           and time < span.from_time and time >= span.from_time - span.max_gap order by time desc limit 1), span.from_time),
               coalesce((select time from measures where sensor_id = span.sensor_id
                           and time > span.to_time and time <= span.to_time + span.max_gap order by time limit 1), span.to_time)
        from unnest($1, $2, $3, $4) with ordinality as span (sensor_id, from_time, to_time, max_gap, ordinal)
        order by span.ordinal
        """;

    /// <returns>What was done; null when nothing waits that is not in another Processor's hands.</returns>
    public async Task<EnergyClaim?> ClaimAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // A claim that a power cut undoes is still pending: no flush is needed, and a card wears less.
        await using (var command = new NpgsqlCommand("set local synchronous_commit = off", connection)) await command.ExecuteNonQueryAsync(cancel);

        var sensors = await LockSensorsAsync(connection, cancel);
        if (sensors.Length == 0) return null;
        var gaps = await ReadGapsAsync(connection, sensors, cancel);
        var (claimed, left) = Cut(await SkipEmptyAsync(connection, await TakePendingAsync(connection, sensors, cancel), cancel));
        await PutBackAsync(connection, left, cancel);

        var dirty = await DirtyMinutesAsync(connection, [.. claimed.Where(span => gaps.ContainsKey(span.SensorId))], gaps, cancel);
        var writer = new EnergyWriter(connection);
        foreach (var span in dirty) await writer.RecomputeAsync(span.SensorId, span.From, span.To, gaps[span.SensorId], cancel);
        await writer.NotifyAsync(dirty, cancel);
        await transaction.CommitAsync(cancel);
        return new EnergyClaim(dirty.Sum(span => (span.To - span.From) / UnixMicroseconds.PerMinute));
    }

    /// <summary>As much as one claim does of each sensor, the newest first, and the rest.</summary>
    private static (List<TouchedSpan> Claimed, List<TouchedSpan> Left) Cut(List<TouchedSpan> spans)
    {
        var (claimed, left) = (new List<TouchedSpan>(), new List<TouchedSpan>());
        foreach (var sensor in spans.GroupBy(span => span.SensorId))
        {
            var budget = MaxClaim;
            foreach (var span in sensor.OrderByDescending(span => span.From))
            {
                var cut = Math.Max(span.From, UnixMicroseconds.Ceiling(span.To - budget, UnixMicroseconds.PerHour));
                if (budget <= 0 || cut > span.To)
                {
                    left.Add(span);
                    budget = 0;
                    continue;
                }

                claimed.Add(span with { From = cut });
                if (cut > span.From) left.Add(span with { To = cut });
                budget -= span.To - cut;
            }
        }

        return (claimed, left);
    }

    private static async Task<List<TouchedSpan>> SkipEmptyAsync(NpgsqlConnection connection, List<TouchedSpan> spans, CancellationToken cancel)
    {
        var merged = TouchedSpan.Merge(spans);
        for (var i = merged.Count - 1; i >= 0; i--)
        {
            if (merged[i].To - merged[i].From <= MaxClaim) continue;
            await using var command = new NpgsqlCommand(LastInSpan, connection)
            {
                Parameters = { new() { Value = merged[i].SensorId }, MeasureSpans.Time(merged[i].From), MeasureSpans.Time(merged[i].To) },
            };
            await using var reader = await command.ExecuteReaderAsync(cancel);
            await reader.ReadAsync(cancel);
            if (await reader.IsDBNullAsync(0, cancel)) merged.RemoveAt(i);
            else merged[i] = merged[i] with { To = Math.Clamp(MeasureSpans.ReadTime(reader, 0), merged[i].From, merged[i].To) };
        }

        return merged;
    }

    /// <returns>Spans of whole minutes, [From, To), in which no roll-up can be trusted.</returns>
    private static async Task<List<TouchedSpan>> DirtyMinutesAsync(
        NpgsqlConnection connection, List<TouchedSpan> spans, Dictionary<int, long> gaps, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Neighbours, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<int[]> { TypedValue = [.. spans.Select(span => span.SensorId)] },
                MeasureSpans.Times([.. spans.Select(span => span.From)]),
                MeasureSpans.Times([.. spans.Select(span => span.To)]),
                new NpgsqlParameter<TimeSpan[]> { TypedValue = [.. spans.Select(span => TimeSpan.FromMicroseconds(gaps[span.SensorId]))] },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var dirty = new List<TouchedSpan>();
        foreach (var span in spans)
        {
            await reader.ReadAsync(cancel);
            var (from, to) = (MeasureSpans.ReadTime(reader, 0), MeasureSpans.ReadTime(reader, 1));
            // One microsecond more: a sample on an edge belongs to the minute that it begins.
            dirty.Add(new TouchedSpan(span.SensorId, EnergyTier.Minutes.Floor(from), EnergyTier.Minutes.Ceiling(to + 1)));
        }

        return TouchedSpan.Merge(dirty);
    }

    private static async Task<int[]> LockSensorsAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(LockSensors, connection) { Parameters = { new() { Value = EnergyLock.Class } } };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var sensors = new List<int>();
        while (await reader.ReadAsync(cancel)) sensors.Add(reader.GetInt32(0));
        return [.. sensors];
    }

    private static async Task<List<TouchedSpan>> TakePendingAsync(NpgsqlConnection connection, int[] sensors, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(TakePending, connection) { Parameters = { new() { Value = sensors } } };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var spans = new List<TouchedSpan>();
        while (await reader.ReadAsync(cancel))
            spans.Add(new TouchedSpan(reader.GetInt32(0), MeasureSpans.ReadTime(reader, 1), MeasureSpans.ReadTime(reader, 2)));
        return spans;
    }

    private static async Task PutBackAsync(NpgsqlConnection connection, List<TouchedSpan> spans, CancellationToken cancel)
    {
        if (spans.Count == 0) return;
        await using var command = new NpgsqlCommand(PutBack, connection)
        {
            Parameters =
            {
                new() { Value = spans.Select(span => span.SensorId).ToArray() },
                MeasureSpans.Times([.. spans.Select(span => span.From)]),
                MeasureSpans.Times([.. spans.Select(span => span.To)]),
            },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <returns>Microseconds a sensor. A sensor that was removed is not among them.</returns>
    private static async Task<Dictionary<int, long>> ReadGapsAsync(NpgsqlConnection connection, int[] sensors, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Gaps, connection) { Parameters = { new() { Value = sensors } } };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var gaps = new Dictionary<int, long>();
        while (await reader.ReadAsync(cancel)) gaps.Add(reader.GetInt32(0), (long)(reader.GetDouble(1) * UnixMicroseconds.PerSecond));
        return gaps;
    }
}
