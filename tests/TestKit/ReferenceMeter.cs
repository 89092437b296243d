namespace PowerMeter.Tests.TestKit;

/// <summary>
/// What samples say of any span: energy, tariffs, money, coverage and extremes, computed from the samples alone. It looks
/// at every segment for every span, walks it a minute at a time, and prices each piece by the wall clock: slow and
/// obviously right, to the microsecond.
/// </summary>
public sealed class ReferenceMeter
{
    private const long Minute = 60_000_000;
    private const double Hour = 3.6e9;

    private readonly ReferenceTariffs _tariffs;
    private readonly (long Time, double Watts)[] _samples;
    private readonly long _maxGap;

    /// <param name="samples">Unix microseconds and watts, in any order; no two of one time.</param>
    /// <param name="maxGap">Microseconds.</param>
    public ReferenceMeter(ReferenceTariffs tariffs, IEnumerable<(long Time, double Watts)> samples, long maxGap)
    {
        (_tariffs, _maxGap) = (tariffs, maxGap);
        _samples = [.. samples.OrderBy(sample => sample.Time)];
    }

    /// <summary>In the order of time.</summary>
    public IReadOnlyList<(long Time, double Watts)> Samples => _samples;

    /// <summary>The same samples under other contracts.</summary>
    public ReferenceMeter Under(ReferenceTariffs tariffs) => new(tariffs, _samples, _maxGap);

    /// <summary>A half-open span, in unix microseconds.</summary>
    public ReferenceReading Between(long from, long until)
    {
        var reading = new ReferenceReading();
        for (var i = 0; i + 1 < _samples.Length; i++) Add(reading, i, from, until);
        return reading;
    }

    /// <summary>The segments that begin at some samples, which are named by their places in the order of time.</summary>
    public ReferenceReading SegmentsOf(IEnumerable<int> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        var reading = new ReferenceReading();
        foreach (var place in places)
            if (place + 1 < _samples.Length) Add(reading, place, long.MinValue, long.MaxValue);
        return reading;
    }

    private void Add(ReferenceReading reading, int place, long from, long until)
    {
        var (a, b) = (_samples[place], _samples[place + 1]);
        var (start, end) = (Math.Max(from, a.Time), Math.Min(until, b.Time));
        if (start >= end || b.Time - a.Time > _maxGap) return;
        var night = _tariffs.IsNight(a.Time);
        for (long time = start, next; time < end; time = next)
        {
            next = Math.Min(end, (time / Minute + 1) * Minute);
            var (first, last) = (WattsAt(time), WattsAt(next));
            reading.Add(next - time, first, last, (first + last) / 2 * ((next - time) / Hour), night, _tariffs.PriceOf(time, night));
        }

        double WattsAt(long time) => a.Watts + (b.Watts - a.Watts) * ((double)(time - a.Time) / (b.Time - a.Time));
    }
}
