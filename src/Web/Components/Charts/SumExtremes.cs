using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>
/// Reads the extremes of the sum of several sensors, where their samples are few enough to look at each: extremes of sensors
/// need not come together, so those of their roll-ups say nothing of their sum's.
/// </summary>
public sealed class SumExtremes(SampleQuery samples)
{
    /// <summary>As many as are drawn of one sensor in the longest span that is drawn of its samples.</summary>
    internal const int MostSamples = 40_000;

    private const int AtOnce = 3;

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
            var gap = (long)(sensors[index].MaxGapSeconds * UnixMicroseconds.PerSecond);
            var own = new List<StoredSample>();
            await foreach (var block in samples.StreamBlocksAsync(sensors[index].Id, edges[0] - gap, edges[^1] + gap + 1, token))
            {
                if (Interlocked.Add(ref read, block.Length) > MostSamples) break;
                own.AddRange(block.Span);
            }

            lines[index] = new SampledLine(own, gap);
        });
        return read > MostSamples ? null : SumEnvelope.Of(lines, edges);
    }
}
