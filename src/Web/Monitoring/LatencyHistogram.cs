namespace PowerMeter.Web.Monitoring;

/// <summary>How long calls of one kind took: counts of those up to each bound, their sum and their number.</summary>
public sealed class LatencyHistogram
{
    /// <summary>Seconds.</summary>
    public static readonly IReadOnlyList<double> Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly long[] _counts = new long[Bounds.Count + 1];
    private readonly Lock _lock = new();
    private double _sum;

    /// <param name="seconds">Of one call.</param>
    public void Add(double seconds)
    {
        var bucket = 0;
        while (bucket < Bounds.Count && seconds > Bounds[bucket]) bucket++;
        lock (_lock)
        {
            _counts[bucket]++;
            _sum += seconds;
        }
    }

    /// <summary>Its samples, the buckets cumulative as Prometheus wants them.</summary>
    public void WriteTo(MetricText text, params (string Name, string Value)[] labels)
    {
        ArgumentNullException.ThrowIfNull(text);
        long[] counts;
        double sum;
        lock (_lock) (counts, sum) = ([.. _counts], _sum);
        long total = 0;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            total += counts[bucket];
            text.Sample("_bucket", total, [.. labels, ("le", MetricText.Number(bucket < Bounds.Count ? Bounds[bucket] : double.PositiveInfinity))]);
        }

        text.Sample("_sum", sum, labels).Sample("_count", total, labels);
    }
}
