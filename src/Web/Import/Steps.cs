using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Import;

/// <summary>
/// Lays constant power over a span as samples, so that the integral, which joins samples by straight lines, makes the
/// same energy of it to every edge: one sample at the start, one a microsecond before the end, and between them enough
/// that no two are further apart than max_gap. What follows, or a last sample of the same power, stands at the end itself, so the line between two
/// levels is one microsecond long: an error of half their difference for a millionth of a second.
/// </summary>
/// <remarks>Samples between stand on whole multiples of the step and where the tariff changes, since a segment has the tariff of its first sample.</remarks>
internal sealed class Steps(TariffCalendar calendar, long maxGap)
{
    /// <summary>Round lengths, in seconds: whole minutes and quarters of the clock are met.</summary>
    private static readonly long[] RoundSeconds = [3600, 1800, 900, 600, 300, 60, 30, 20, 15, 10, 5, 2, 1];

    private readonly long _step = RoundSeconds.Select(seconds => seconds * UnixMicroseconds.PerSecond).FirstOrDefault(step => step <= maxGap, maxGap);
    private ImportRow _row;
    private TariffSpan _tariff;
    private long _next;
    private long _last = -1;

    /// <param name="row">Begins at its time, with its value in watts.</param>
    /// <param name="until">Unix microseconds; after its time.</param>
    public void Begin(in ImportRow row, long until)
    {
        _row = row;
        (_next, _last) = (row.Time, Math.Max(row.Time, until - 1));
    }

    public bool TryNext(out ImportRow sample)
    {
        sample = _row with { Time = _next };
        if (_next > _last) return false;
        if (_next == _last)
        {
            _next++;
            return true;
        }

        var now = UnixMicroseconds.ToInstant(_next);
        if (!_tariff.Contains(now)) _tariff = calendar.SpanAt(now);
        var change = _tariff.End < Sample.Latest ? _tariff.End.ToUnixMicroseconds() : long.MaxValue;
        _next = Math.Min(Math.Min(UnixMicroseconds.Floor(_next, _step) + _step, change), _last);
        return true;
    }
}
