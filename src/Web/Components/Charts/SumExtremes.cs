using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>
/// Reads the extremes of the sum of several sensors, where their samples are few enough to look at each: extremes of sensors
/// need not come together, so those of their roll-ups say nothing of their sum's.
/// </summary>
public sealed class SumExtremes(NpgsqlDataSource database)
{
    /// <summary>As many as are drawn of one sensor in the longest span that is drawn of its samples.</summary>
    internal const int MostSamples = 40_000;

    private const int AtOnce = 3;

    private static readonly string Sql = $"{MeasureSpans.OneSql} limit {MostSamples + 1}";

    /// <summary>Whether so long a span of so many sensors may have few enough samples: at one a second, those of six hours of one.</summary>
    /// <param name="length">Microseconds.</param>
    internal static bool AreFew(long length, int sensors) => length * sensors <= LinePlan.MostOfSamples;

    /// <returns>Watts of each step, as <see cref="SumEnvelope"/> finds them; null when there are too many samples.</returns>
    internal async Task<(double Min, double Max)?[]?> ReadAsync(IReadOnlyList<ChartSensor> sensors, long[] edges, CancellationToken cancel)
    {
        var lines = new SampledLine[sensors.Count];
        var read = 0;
        await Parallel.ForAsync(0, sensors.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (index, token) =>
        {
            if (Volatile.Read(ref read) > MostSamples) return;
            lines[index] = await ReadLineAsync(sensors[index], edges[0], edges[^1], token);
            Interlocked.Add(ref read, lines[index].Samples.Count);
        });
        return read > MostSamples ? null : SumEnvelope.Of(lines, edges);
    }

    /// <summary>The samples of a span and the neighbour on either side: whatever the longest gap is, it is not read through.</summary>
    private async Task<SampledLine> ReadLineAsync(ChartSensor sensor, long from, long until, CancellationToken cancel)
    {
        var gap = (long)(sensor.MaxGapSeconds * UnixMicroseconds.PerSecond);
        var samples = new List<StoredSample>();
        await using var command = database.CreateCommand(Sql);
        MeasureSpans.AddParameters(command.Parameters, sensor.Id, from, until, gap);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            samples.Add(new StoredSample(0, MeasureSpans.ReadTime(reader, 0), reader.GetDouble(1), reader.GetBoolean(2)));
        return new SampledLine(samples, gap);
    }
}
