using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Corrections;

/// <summary>Reads the samples that a correction touches, with their neighbours, and reckons what it does. Writes nothing.</summary>
internal sealed class EffectReader(NpgsqlConnection connection, TariffCalendar calendar)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const string BoundsSql = """
        select (max_gap_s * 1000000)::bigint,
               (select time from measures where sensor_id = $1 and time < $2 and time >= $2 - max_gap_s * interval '1 s' order by time desc limit 1),
               (select time from measures where sensor_id = $1 and time >= $3 and time <= $3 + max_gap_s * interval '1 s' order by time limit 1),
               (select count(*) from (select from measures where sensor_id = $1 and time >= $4 and time < $5 limit $6) as span),
               (select count(*) from (select from measures where sensor_id = $1 and time >= $2 and time < $3 limit $6) as touched),
               (select count(*) from (select from measures where sensor_id = $1 and time >= $7 and time < $8 and not (time >= $4 and time < $5) limit $6) as hit)
        from sensors where id = $1
        """;

    private const string SamplesSql = "select time, watts, night_rate from measures where sensor_id = $1 and time >= $2 and time <= $3 order by time";

    private const string ShiftedSql = """
        select case when time >= $4 and time < $5 then time + $6 * interval '1 microsecond' else time end as at, watts, night_rate,
               time >= $4 and time < $5
        from measures where sensor_id = $1 and time >= $2 and time <= $3
        order by at
        """;

    public async Task<EffectBounds?> ReadBoundsAsync(CorrectionRequest request, long most, CancellationToken cancel)
    {
        await using var command = Command(BoundsSql);
        command.Parameters.Add(Id(request));
        command.Parameters.Add(MeasureSpans.Time(request.TouchedFrom));
        command.Parameters.Add(MeasureSpans.Time(request.TouchedUntil));
        command.Parameters.Add(MeasureSpans.Time(request.From));
        command.Parameters.Add(MeasureSpans.Time(request.Until));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = most + 1 });
        command.Parameters.Add(MeasureSpans.Time(request.From + request.Offset));
        command.Parameters.Add(MeasureSpans.Time(request.Until + request.Offset));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        return new EffectBounds(
            reader.GetInt64(0),
            reader.IsDBNull(1) ? request.TouchedFrom : MeasureSpans.ReadTime(reader, 1),
            reader.IsDBNull(2) ? request.TouchedUntil : MeasureSpans.ReadTime(reader, 2),
            reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
    }

    public async Task<CorrectionEffect> ReadAsync(CorrectionRequest request, EffectBounds bounds, CancellationToken cancel)
    {
        var (first, last) = await EndsAsync(request, bounds, cancel);
        if (first > last) return new CorrectionEffect(0, [], 0);
        var reckoning = new EffectReckoning(calendar, Math.Min(first, first + request.Offset), Math.Max(last, last + request.Offset), bounds.MaxGap);
        var (samples, most) = (0L, 0.0);
        await using (var command = Region(SamplesSql, request, bounds))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                var (time, watts, night) = (MeasureSpans.ReadTime(reader, 0), reader.GetDouble(1), reader.GetBoolean(2));
                reckoning.AddBefore(time, watts, night);
                var inside = request.Holds(time);
                if (inside) (samples, most) = (samples + 1, Math.Max(most, Math.Abs(request.PowerOf(watts))));
                if (request.Kind == CorrectionKind.Shift || (inside && request.Kind == CorrectionKind.Delete)) continue;
                reckoning.AddAfter(time, inside ? request.PowerOf(watts) : watts, night);
            }
        }

        if (request.Kind == CorrectionKind.Shift) await AddShiftedAsync(reckoning, request, bounds, cancel);
        return new CorrectionEffect(samples, reckoning.Result(), most);
    }

    private async Task AddShiftedAsync(EffectReckoning reckoning, CorrectionRequest request, EffectBounds bounds, CancellationToken cancel)
    {
        var tagger = new TariffTagger(calendar);
        await using var command = Region(ShiftedSql, request, bounds);
        command.Parameters.Add(MeasureSpans.Time(request.From));
        command.Parameters.Add(MeasureSpans.Time(request.Until));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = request.Offset });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var time = MeasureSpans.ReadTime(reader, 0);
            reckoning.AddAfter(time, reader.GetDouble(1), reader.GetBoolean(3) ? tagger.IsNight(UnixMicroseconds.ToInstant(time)) : reader.GetBoolean(2));
        }
    }

    // A span may be a century: the bins are those of its samples.
    private async Task<(long First, long Last)> EndsAsync(CorrectionRequest request, EffectBounds bounds, CancellationToken cancel)
    {
        await using var command = Region("""
            select (select time from measures where sensor_id = $1 and time >= $2 and time <= $3 order by time limit 1),
                   (select time from measures where sensor_id = $1 and time >= $2 and time <= $3 order by time desc limit 1)
            """, request, bounds);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return reader.IsDBNull(0) ? (1, 0) : (MeasureSpans.ReadTime(reader, 0), MeasureSpans.ReadTime(reader, 1));
    }

    private NpgsqlCommand Region(string sql, CorrectionRequest request, EffectBounds bounds)
    {
        var command = Command(sql);
        command.Parameters.Add(Id(request));
        command.Parameters.Add(MeasureSpans.Time(bounds.First));
        command.Parameters.Add(MeasureSpans.Time(bounds.Last));
        return command;
    }

    private NpgsqlCommand Command(string sql) => new(sql, connection) { CommandTimeout = (int)Patience.TotalSeconds };

    private static NpgsqlParameter<int> Id(CorrectionRequest request) => new() { TypedValue = request.SensorId };
}
