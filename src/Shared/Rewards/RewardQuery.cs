using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Shared.Rewards;

/// <summary>The expected rate now, and the tokens of today and of this month.</summary>
public sealed class RewardQuery(NpgsqlDataSource database, EnergyQuery energy, SiteCache site, TimeProvider time)
{
    /// <summary>The rate is that of the mean power over so much time.</summary>
    public const long MeanOver = 30 * UnixMicroseconds.PerSecond;

    // Until the newest sample that all of them have reached; silent for longer than its gap, a sensor says nothing of now.
    private const string ReachedSql = """
        select min(last.time), bool_and(coalesce(last.time >= $2 - sensors.max_gap_s * interval '1 s', false))
        from sensors
        left join lateral (select time from measures where sensor_id = sensors.id and time <= $2 order by time desc limit 1) as last on true
        where sensors.id = any ($1)
        """;

    private const string TokensSql =
        "select coalesce(sum(tokens) filter (where start >= $1), 0), coalesce(sum(tokens), 0) from reward_quarters where start >= $2";

    public async Task<RewardFigures> ReadAsync(W3bstreamSettings settings, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var mean = await ReadMeanAsync(await ReadSensors.ReadAsync(database, settings, cancel), now.ToUnixMicroseconds(), cancel);
        var (today, month) = await ReadTokensAsync(now, cancel);
        return new RewardFigures(mean, mean is { } watts ? settings.Rewards.RateOf(watts) : null, today, month);
    }

    private async Task<double?> ReadMeanAsync(IReadOnlyList<int> sensors, long now, CancellationToken cancel)
    {
        if (sensors.Count == 0 || await ReadReachedAsync(sensors, now, cancel) is not { } reached) return null;
        double sum = 0;
        foreach (var sensor in sensors)
        {
            var last = (await energy.ReadAsync(sensor, [reached - MeanOver, reached], cancel))[0].Energy;
            if (!last.IsCovered) return null;
            sum += last.MeanWatts;
        }

        return sum;
    }

    private async Task<long?> ReadReachedAsync(IReadOnlyList<int> sensors, long now, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(ReachedSql);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. sensors] });
        command.Parameters.Add(MeasureSpans.Time(now));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return !reader.IsDBNull(1) && reader.GetBoolean(1) ? MeasureSpans.ReadTime(reader, 0) : null;
    }

    private async Task<(double Today, double Month)> ReadTokensAsync(Instant now, CancellationToken cancel)
    {
        var zone = site.Current.Calendar.Zone;
        var today = now.InZone(zone).Date;
        await using var command = database.CreateCommand(TokensSql);
        command.Parameters.Add(MeasureSpans.Time(CalendarBuckets.StartOfDay(zone, today)));
        command.Parameters.Add(MeasureSpans.Time(CalendarBuckets.StartOfDay(zone, CalendarBuckets.FirstDay(Scale.Month, today))));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return (reader.GetDouble(0), reader.GetDouble(1));
    }
}
