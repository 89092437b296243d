using Npgsql;
using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Database;

namespace PowerMeter.Processor.Tariffs;

/// <summary>
/// Moves the energy of months whose samples retention has removed between day and night: a minute goes to the tariff that
/// holds at its start. Within the transaction of the change, under the sensor's lock.
/// </summary>
internal sealed class MinuteRetagger(NpgsqlConnection connection)
{
    private const string FirstSql = """
        select sensors.id, first.start, horizon from raw_horizon cross join sensors
        cross join lateral (select start from energy_minutes where sensor_id = sensors.id order by start limit 1) as first
        where first.start < horizon order by sensors.id
        """;

    private const string Move = """
        update energy_minutes
        set day_wh = case when $4 then 0 else day_wh + night_wh end, night_wh = case when $4 then day_wh + night_wh else 0 end
        where sensor_id = $1 and start >= $2 and start < $3 and case when $4 then day_wh <> 0 else night_wh <> 0 end
        """;

    /// <returns>The sensors that have minutes without samples: from when until when, in unix microseconds.</returns>
    public async Task<IReadOnlyList<RecordedSensor>> ReadSensorsAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(FirstSql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var sensors = new List<RecordedSensor>();
        while (await reader.ReadAsync(cancel))
            sensors.Add(new RecordedSensor(reader.GetInt32(0), MeasureSpans.ReadTime(reader, 1), MeasureSpans.ReadTime(reader, 2)));
        return sensors;
    }

    /// <param name="spans">Before the horizon.</param>
    public async Task RunAsync(int sensorId, IReadOnlyList<RetagSpan> spans, CancellationToken cancel)
    {
        var writer = new EnergyWriter(connection);
        foreach (var span in spans)
        {
            await using var move = new NpgsqlCommand(Move, connection)
            {
                CommandTimeout = 0,
                Parameters =
                {
                    new NpgsqlParameter<int> { TypedValue = sensorId }, MeasureSpans.Time(span.From), MeasureSpans.Time(span.Until),
                    new NpgsqlParameter<bool> { TypedValue = span.IsNight },
                },
            };
            if (await move.ExecuteNonQueryAsync(cancel) > 0) await writer.SumAsync(sensorId, span.From, span.Until, cancel);
        }

        if (spans.Count > 0) await writer.NotifyAsync([new TouchedSpan(sensorId, spans[0].From, spans[^1].Until)], cancel);
    }
}
