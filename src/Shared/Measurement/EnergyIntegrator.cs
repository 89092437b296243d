namespace PowerMeter.Shared.Measurement;

/// <summary>
/// The integral of power: straight lines between neighbouring samples (trapezoid), split exactly at the edges of the
/// bins, so that the sum of the bins is the whole. Both the roll-ups and the ragged ends of a query come from here.
/// <para>A gap longer than max_gap carries no energy and no coverage. A segment's tariff is that of its first sample.
/// A lone sample carries none. The least and greatest power are those of the line, its values at the edges included.</para>
/// </summary>
public sealed class EnergyIntegrator
{
    private const double MicrosecondsPerHour = UnixMicroseconds.PerHour;

    private readonly long[] _edges;
    private readonly long _maxGap;
    private readonly Energy[] _bins;
    private readonly long[] _covered;
    private int _bin;
    private bool _started;
    private long _time;
    private double _watts;
    private bool _night;

    /// <param name="edges">Strictly ascending edges in unix microseconds: n + 1 of them make n bins.</param>
    /// <param name="maxGap">The longest gap that is bridged, in microseconds.</param>
    public EnergyIntegrator(long[] edges, long maxGap)
    {
        ArgumentNullException.ThrowIfNull(edges);
        if (edges.Length < 2) throw new ArgumentException("At least two edges make a bin.", nameof(edges));
        for (var i = 1; i < edges.Length; i++)
            if (edges[i] <= edges[i - 1]) throw new ArgumentException("The edges ascend strictly.", nameof(edges));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxGap);
        _edges = edges;
        _maxGap = maxGap;
        _bins = new Energy[edges.Length - 1];
        Array.Fill(_bins, Energy.None);
        _covered = new long[_bins.Length];
    }

    /// <summary>
    /// Takes the next sample. For exact edges the samples begin with the last one before the first edge and end with
    /// the first one after the last edge.
    /// </summary>
    /// <exception cref="ArgumentException">The sample is not after the one before it.</exception>
    public void Add(long time, double watts, bool night)
    {
        if (_started)
        {
            if (time <= _time) throw new ArgumentException($"Samples ascend in time: {time} after {_time}.", nameof(time));
            if (time - _time <= _maxGap) AddSegment(time, watts);
        }

        (_started, _time, _watts, _night) = (true, time, watts, night);
    }

    /// <summary>One entry a bin, in the order of the edges.</summary>
    public Energy[] Result()
    {
        var result = new Energy[_bins.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = _bins[i] with { CoveredSeconds = _covered[i] / (double)UnixMicroseconds.PerSecond };
        return result;
    }

    private void AddSegment(long end, double endWatts)
    {
        while (_bin < _bins.Length && _edges[_bin + 1] <= _time) _bin++;
        for (var bin = _bin; bin < _bins.Length && _edges[bin] < end; bin++)
        {
            var from = Math.Max(_time, _edges[bin]);
            var to = Math.Min(end, _edges[bin + 1]);
            if (from < to) AddPiece(bin, from, to, At(from, end, endWatts), At(to, end, endWatts));
        }
    }

    private double At(long time, long end, double endWatts) =>
        time == _time ? _watts
        : time == end ? endWatts
        : _watts + (endWatts - _watts) * ((double)(time - _time) / (end - _time));

    private void AddPiece(int bin, long from, long to, double fromWatts, double toWatts)
    {
        var wattHours = (fromWatts + toWatts) / 2 * ((to - from) / MicrosecondsPerHour);
        ref var energy = ref _bins[bin];
        energy = new Energy(
            energy.DayWattHours + (_night ? 0 : wattHours),
            energy.NightWattHours + (_night ? wattHours : 0),
            0,
            Math.Min(energy.MinWatts, Math.Min(fromWatts, toWatts)),
            Math.Max(energy.MaxWatts, Math.Max(fromWatts, toWatts)));
        _covered[bin] += to - from;
    }
}
