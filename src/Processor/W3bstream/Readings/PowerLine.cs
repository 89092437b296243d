namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>
/// Power over time: straight lines between neighbouring samples, nothing across a gap longer than max_gap, as in
/// <see cref="Shared.Measurement.EnergyIntegrator"/>. That one's bins do not overlap and its gaps are of one sensor: here a
/// sum breaks off wherever one of its sensors does, and the means of overlapping spans are asked for.
/// </summary>
public sealed class PowerLine
{
    private readonly List<PowerSegment> _segments = [];

    private PowerLine()
    {
    }

    /// <param name="samples">Ascending in time, which is in unix microseconds.</param>
    /// <param name="maxGap">The longest gap that is bridged, in microseconds.</param>
    public static PowerLine Of(IReadOnlyList<(long Time, double Watts)> samples, long maxGap)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var line = new PowerLine();
        for (var i = 1; i < samples.Count; i++)
        {
            var (before, after) = (samples[i - 1], samples[i]);
            if (after.Time <= before.Time) throw new ArgumentException($"Samples ascend in time: {after.Time} after {before.Time}.", nameof(samples));
            if (after.Time - before.Time <= maxGap) line._segments.Add(new PowerSegment(before.Time, after.Time, before.Watts, after.Watts));
        }

        return line;
    }

    /// <summary>The sum, only where both are covered: one that lacks a sensor would look like a low consumption.</summary>
    public static PowerLine operator +(PowerLine left, PowerLine right) => Add(left, right);

    public static PowerLine Add(PowerLine left, PowerLine right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var sum = new PowerLine();
        for (int i = 0, j = 0; i < left._segments.Count && j < right._segments.Count;)
        {
            var (a, b) = (left._segments[i], right._segments[j]);
            var (from, until) = (Math.Max(a.From, b.From), Math.Min(a.Until, b.Until));
            if (from < until) sum._segments.Add(new PowerSegment(from, until, a.At(from) + b.At(from), a.At(until) + b.At(until)));
            if (a.Until <= b.Until) i++;
            if (b.Until <= a.Until) j++;
        }

        return sum;
    }

    /// <returns>The mean over what is covered of [from, until); null when nothing is.</returns>
    public PowerMean? MeanOf(long from, long until)
    {
        var (covered, first, sum) = (0L, 0.0, 0.0);
        for (var i = FirstEndingAfter(from); i < _segments.Count && _segments[i].From < until; i++)
        {
            var piece = _segments[i].Cut(from, until);
            // Reckoned from the first power on, so that a constant power is its own mean to the last digit.
            if (covered == 0) first = piece.FromWatts;
            sum += ((piece.FromWatts - first) / 2 + (piece.UntilWatts - first) / 2) * (piece.Until - piece.From);
            covered += piece.Until - piece.From;
        }

        return covered == 0 ? null : new PowerMean(first + sum / covered, covered);
    }

    private int FirstEndingAfter(long time)
    {
        var (low, high) = (0, _segments.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_segments[middle].Until <= time) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
