using NodaTime;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Import;

/// <summary>Collects the months (UTC) of ascending times.</summary>
internal sealed class MonthRuns
{
    private readonly List<(int First, int Last)> _runs = [];
    private long _end = long.MinValue;

    public IReadOnlyList<(int First, int Last)> Runs => _runs;

    public void Add(long time)
    {
        if (time < _end) return;
        var utc = UnixMicroseconds.ToInstant(time).InUtc();
        var month = utc.Year * 12 + utc.Month - 1;
        if (_runs is [.., var (first, last)] && month <= last + 1) _runs[^1] = (first, month);
        else _runs.Add((month, month));
        _end = Instant.FromUtc((month + 1) / 12, (month + 1) % 12 + 1, 1, 0, 0).ToUnixMicroseconds();
    }
}
