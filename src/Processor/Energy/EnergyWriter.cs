using System.Globalization;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Processor.Energy;

/// <summary>Computes the minutes of a span from its samples, then the coarser tiers each from the finer, within one transaction.</summary>
internal sealed class EnergyWriter(NpgsqlConnection connection)
{
    // Rows without coverage go, changed ones are updated, equal ones are left alone (no dead row, no log to write).
    private const string Replace = """
        , gone as (
          delete from {0} as old
          where old.sensor_id = $1 and old.start >= $2 and old.start < $3
            and not exists (select from fresh where fresh.start = old.start))
        insert into {0} as old (sensor_id, start, day_wh, night_wh, covered_s, min_w, max_w)
        select $1, start, day_wh, night_wh, covered_s, min_w, max_w from fresh
        on conflict (sensor_id, start) do update
        set day_wh = excluded.day_wh, night_wh = excluded.night_wh, covered_s = excluded.covered_s, min_w = excluded.min_w, max_w = excluded.max_w
        where (old.day_wh, old.night_wh, old.covered_s, old.min_w, old.max_w)
          is distinct from (excluded.day_wh, excluded.night_wh, excluded.covered_s, excluded.min_w, excluded.max_w)
        """;

    private const string FreshMinutes = """
        with fresh as (
          select * from unnest($4, $5, $6, $7, $8, $9) as bucket (start, day_wh, night_wh, covered_s, min_w, max_w))
        """;

    private const string FreshFromFiner = """
        with fresh as (
          select date_bin($4, start, '2000-01-01Z') as start, sum(day_wh) as day_wh, sum(night_wh) as night_wh,
                 sum(covered_s) as covered_s, min(min_w) as min_w, max(max_w) as max_w
          from {1}
          where sensor_id = $1 and start >= $2 and start < $3
          group by 1)
        """;

    private static readonly string ReplaceMinutes = Statement(FreshMinutes, EnergyTier.Minutes, null);
    private static readonly string ReplaceQuarters = Statement(FreshFromFiner, EnergyTier.Quarters, EnergyTier.Minutes);
    private static readonly string ReplaceHours = Statement(FreshFromFiner, EnergyTier.Hours, EnergyTier.Quarters);

    private long? _horizon;

    /// <summary>Before the horizon of the samples nothing is computed: there is nothing to compute it from. Held under the sensor's lock.</summary>
    /// <param name="from">Unix microseconds, a whole minute, included.</param>
    /// <param name="until">Unix microseconds, a whole minute, excluded.</param>
    /// <param name="maxGap">Microseconds.</param>
    public async Task RecomputeAsync(int sensorId, long from, long until, long maxGap, CancellationToken cancel)
    {
        from = Math.Max(from, _horizon ??= await RawHorizon.ReadAsync(connection, cancel));
        if (from >= until) return;
        var minutes = await IntegrateAsync(sensorId, from, until, maxGap, cancel);
        await using var batch = connection.CreateBatch();
        batch.Timeout = 300;
        batch.BatchCommands.Add(MinutesCommand(sensorId, from, until, minutes));
        batch.BatchCommands.Add(CoarserCommand(ReplaceQuarters, EnergyTier.Quarters, sensorId, from, until));
        batch.BatchCommands.Add(CoarserCommand(ReplaceHours, EnergyTier.Hours, sensorId, from, until));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Sums quarters and hours anew from the minutes there are.</summary>
    public async Task SumAsync(int sensorId, long from, long until, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch();
        batch.Timeout = 300;
        batch.BatchCommands.Add(CoarserCommand(ReplaceQuarters, EnergyTier.Quarters, sensorId, from, until));
        batch.BatchCommands.Add(CoarserCommand(ReplaceHours, EnergyTier.Hours, sensorId, from, until));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Tells those who show energy; they hear it when the transaction commits.</summary>
    public async Task NotifyAsync(IEnumerable<TouchedSpan> spans, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch();
        foreach (var span in spans)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_notify($1, $2)")
            {
                Parameters = { new() { Value = Channels.Energy }, new() { Value = new ChangedSpan(span.SensorId, span.From, span.To).ToString() } },
            });
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancel);
    }

    private async Task<List<(long Start, Shared.Measurement.Energy Energy)>> IntegrateAsync(
        int sensorId, long from, long until, long maxGap, CancellationToken cancel)
    {
        var edges = new long[(until - from) / UnixMicroseconds.PerMinute + 1];
        for (var i = 0; i < edges.Length; i++) edges[i] = from + i * UnixMicroseconds.PerMinute;
        var integrator = new EnergyIntegrator(edges, maxGap);

        await using var command = new NpgsqlCommand(MeasureSpans.OneSql, connection) { CommandTimeout = 300 };
        MeasureSpans.AddParameters(command.Parameters, sensorId, from, until, maxGap);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            integrator.Add(MeasureSpans.ReadTime(reader, 0), reader.GetDouble(1), reader.GetBoolean(2));
        return [.. edges.Zip(integrator.Result()).Where(minute => minute.Second.IsCovered)];
    }

    private static NpgsqlBatchCommand MinutesCommand(
        int sensorId, long from, long until, List<(long Start, Shared.Measurement.Energy Energy)> minutes) => new(ReplaceMinutes)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = sensorId },
                MeasureSpans.Time(from),
                MeasureSpans.Time(until),
                MeasureSpans.Times([.. minutes.Select(minute => minute.Start)]),
                new NpgsqlParameter<double[]> { TypedValue = [.. minutes.Select(minute => minute.Energy.DayWattHours)] },
                new NpgsqlParameter<double[]> { TypedValue = [.. minutes.Select(minute => minute.Energy.NightWattHours)] },
                new NpgsqlParameter<double[]> { TypedValue = [.. minutes.Select(minute => minute.Energy.CoveredSeconds)] },
                new NpgsqlParameter<double[]> { TypedValue = [.. minutes.Select(minute => minute.Energy.MinWatts)] },
                new NpgsqlParameter<double[]> { TypedValue = [.. minutes.Select(minute => minute.Energy.MaxWatts)] },
            },
        };

    private static NpgsqlBatchCommand CoarserCommand(string sql, EnergyTier tier, int sensorId, long from, long until) => new(sql)
    {
        Parameters =
        {
            new NpgsqlParameter<int> { TypedValue = sensorId },
            MeasureSpans.Time(tier.Floor(from)),
            MeasureSpans.Time(tier.Ceiling(until)),
            new NpgsqlParameter<TimeSpan> { TypedValue = TimeSpan.FromMicroseconds(tier.LengthMicroseconds) },
        },
    };

    private static string Statement(string fresh, EnergyTier tier, EnergyTier? finer) =>
        string.Format(CultureInfo.InvariantCulture, fresh + Replace, tier.Table, finer?.Table);
}
