using Npgsql;
using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Database;

namespace PowerMeter.Processor.Tariffs;

/// <summary>Tags the samples of one sensor anew, those only whose tag is another. Within the connection's transaction.</summary>
internal sealed class MeasureRetagger(NpgsqlConnection connection, int sensorId)
{
    /// <summary>Statements a round trip.</summary>
    private const int BatchLength = 16;

    private const string Count = """
        select coalesce(sum(samples), 0)::bigint from unnest($2, $3, $4) as span (from_time, until_time, night)
        cross join lateral (
          select count(*) as samples from measures
          where sensor_id = $1 and time >= span.from_time and time < span.until_time and night_rate <> span.night) as counted
        """;

    // A statement a span: a plan that looks at nothing but the span's own rows, whatever the table's statistics say.
    private const string Retag = """
        with touched as (
          update measures set night_rate = $4
          where sensor_id = $1 and time >= $2 and time < $3 and night_rate <> $4
          returning time)
        select min(time), max(time), count(*) from touched
        """;

    /// <returns>How many samples will be tagged anew.</returns>
    public async Task<long> CountAsync(IReadOnlyCollection<RetagSpan> spans, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Count, connection)
        {
            CommandTimeout = 0, // years of samples; stopping cancels it
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = sensorId },
                MeasureSpans.Times([.. spans.Select(span => span.From)]),
                MeasureSpans.Times([.. spans.Select(span => span.Until)]),
                new NpgsqlParameter<bool[]> { TypedValue = [.. spans.Select(span => span.IsNight)] },
            },
        };
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <param name="tagged">Hears now and then how many more samples were tagged.</param>
    /// <returns>From the first to the last sample that was tagged, a span.</returns>
    public async Task<List<TouchedSpan>> RetagAsync(IEnumerable<RetagSpan> spans, Func<long, Task> tagged, CancellationToken cancel)
    {
        var touched = new List<TouchedSpan>();
        foreach (var chunk in spans.Chunk(BatchLength))
        {
            await using var batch = connection.CreateBatch();
            batch.Timeout = 0;
            foreach (var span in chunk) batch.BatchCommands.Add(RetagCommand(span));
            var samples = 0L;
            await using (var reader = await batch.ExecuteReaderAsync(cancel))
            {
                do
                {
                    await reader.ReadAsync(cancel);
                    if (reader.GetInt64(2) == 0) continue;
                    touched.Add(new TouchedSpan(sensorId, MeasureSpans.ReadTime(reader, 0), MeasureSpans.ReadTime(reader, 1)));
                    samples += reader.GetInt64(2);
                }
                while (await reader.NextResultAsync(cancel));
            }

            if (samples > 0) await tagged(samples);
        }

        return touched;
    }

    private NpgsqlBatchCommand RetagCommand(RetagSpan span) => new(Retag)
    {
        Parameters =
        {
            new NpgsqlParameter<int> { TypedValue = sensorId },
            MeasureSpans.Time(span.From),
            MeasureSpans.Time(span.Until),
            new NpgsqlParameter<bool> { TypedValue = span.IsNight },
        },
    };
}
