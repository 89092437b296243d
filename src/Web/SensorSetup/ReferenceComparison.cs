using PowerMeter.Web.Queries;

namespace PowerMeter.Web.SensorSetup;

/// <summary>Our samples while a reference meter measures the same load. Constant memory.</summary>
public sealed class ReferenceComparison
{
    /// <summary>With fewer nobody can say that the load was steady.</summary>
    public const int LeastSamples = 3;

    /// <summary>From the least to the most, as a part of the mean: beyond it the load changed while it was measured.</summary>
    private const double SteadyWithin = 0.1;

    private double _sum;

    public int Count { get; private set; }

    /// <summary>Not a number before there is a sample.</summary>
    public double LeastWatts { get; private set; } = double.NaN;

    /// <summary>Not a number before there is a sample.</summary>
    public double MostWatts { get; private set; } = double.NaN;

    /// <summary>0 before there is a sample.</summary>
    public double MeanWatts => Count == 0 ? 0 : _sum / Count;

    public bool IsEnough => Count >= LeastSamples;

    public bool IsSteady => Count == 0 || MostWatts - LeastWatts <= SteadyWithin * Math.Abs(MeanWatts);

    public void Add(IEnumerable<StoredSample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        foreach (var sample in samples)
        {
            Count++;
            _sum += sample.Watts;
            LeastWatts = Count == 1 ? sample.Watts : Math.Min(LeastWatts, sample.Watts);
            MostWatts = Count == 1 ? sample.Watts : Math.Max(MostWatts, sample.Watts);
        }
    }
}
