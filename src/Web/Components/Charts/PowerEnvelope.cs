using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>
/// A line through samples that has at most four points a step, however many samples there are: the first, the least, the
/// greatest and the last. On a screen whose columns are no narrower than a step it looks as one through all of them does,
/// and a peak of one sample stands in it as high as it was. It is broken where the samples are silent for too long.
/// </summary>
internal sealed class PowerEnvelope
{
    /// <summary>At four points each, about as many as a wide screen has columns.</summary>
    public const int Steps = 500;

    private readonly List<StoredSample> _group = [];
    private readonly long _step;
    private readonly double _maxGapMicroseconds;
    private long _groupNumber = long.MinValue;
    private StoredSample? _last;

    /// <param name="length">Microseconds of the whole span.</param>
    /// <param name="maxGapMilliseconds">A longer silence breaks the line.</param>
    public PowerEnvelope(long length, double maxGapMilliseconds, int steps = Steps)
    {
        _step = Math.Max(1, length / steps);
        _maxGapMicroseconds = maxGapMilliseconds * 1000;
    }

    /// <summary>Unix milliseconds.</summary>
    public List<long> Times { get; } = [];

    /// <summary>Null where the line is broken.</summary>
    public List<double?> Watts { get; } = [];

    /// <param name="sample">Later than the one before.</param>
    public void Add(StoredSample sample)
    {
        var isGap = _last is { } last && sample.Time - last.Time > _maxGapMicroseconds;
        if (isGap || sample.Time / _step != _groupNumber) Close();
        if (isGap)
        {
            Times.Add(_last!.Value.Time / 1000 + 1);
            Watts.Add(null);
        }

        _groupNumber = sample.Time / _step;
        _last = sample;
        Keep(sample);
    }

    /// <summary>To be called after the last sample.</summary>
    public void Close()
    {
        foreach (var sample in _group)
        {
            Times.Add(sample.Time / 1000);
            Watts.Add(sample.Watts);
        }

        _group.Clear();
    }

    // At most five are held, of which one goes: neither the first nor the last, nor an extreme.
    private void Keep(StoredSample sample)
    {
        _group.Add(sample);
        if (_group.Count <= 4) return;
        var (least, greatest) = (_group.MinBy(known => known.Watts), _group.MaxBy(known => known.Watts));
        for (var i = 1; i < _group.Count - 1; i++)
        {
            if (_group[i].Time == least.Time || _group[i].Time == greatest!.Time) continue;
            _group.RemoveAt(i);
            return;
        }
    }
}
