using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Import;

/// <summary>
/// Makes samples of rows that ascend in time: leaves out repeated rows, refuses those that contradict one another, lays
/// mean power and the differences of a counter over their spans. Memory does not grow with the number of rows.
/// </summary>
internal sealed class SampleReader(IRowReader rows, ImportOptions options, TariffCalendar calendar, long maxGap, RejectLog rejects)
{
    private readonly ImportRow[] _buffer = new ImportRow[4096];
    private readonly Steps _steps = new(calendar, maxGap);
    private readonly long _interval = Microseconds(options.Interval);
    private readonly long _bridge = Microseconds(options.Bridge);
    private int _count;
    private int _used;
    private bool _started;
    private ImportRow _last;
    private ImportRow? _closing;

    /// <summary>Rows that said the same of the same moment as another one.</summary>
    public long Duplicates { get; private set; }

    /// <summary>How often the counter went backwards: it was reset, wrapped or replaced.</summary>
    public long Resets { get; private set; }

    /// <summary>Readings of a counter too far apart for their energy to be spread.</summary>
    public long Unbridged { get; private set; }

    /// <returns>How many samples were put in, their value in watts, their times strictly ascending; 0 at the end.</returns>
    /// <exception cref="OutOfOrderException">A row is older than the one before it.</exception>
    /// <exception cref="ImportException">The source as a whole cannot be read.</exception>
    public async ValueTask<int> ReadAsync(ImportRow[] into, CancellationToken cancel)
    {
        var count = 0;
        while (count < into.Length)
        {
            if (rows.Kind != SeriesKind.Power && _steps.TryNext(out into[count]))
            {
                count++;
                continue;
            }

            if (_used == _count)
            {
                (_used, _count) = (0, await rows.ReadAsync(_buffer, cancel));
                if (_count == 0)
                {
                    if (_closing is { } closing) into[count++] = closing;
                    _closing = null;
                    break;
                }
            }

            ref readonly var row = ref _buffer[_used++];
            if (!Follows(row)) continue;
            var (before, first) = (_last, !_started);
            (_last, _started) = (row, true);
            if (rows.Kind == SeriesKind.Power)
            {
                into[count++] = row;
                continue;
            }

            if (!(rows.Kind == SeriesKind.MeanPower ? TryMean(row, out var span, out var until) : TryDifference(before, row, first, out span, out until))) continue;
            // What follows without a pause closes the span before it.
            if (_closing is { } pause && pause.Time < span.Time) into[count++] = pause;
            _closing = span with { Time = until };
            _steps.Begin(span, until);
        }

        return count;
    }

    private bool Follows(in ImportRow row)
    {
        if (!_started || row.Time > _last.Time) return IsClearOfLast(row);
        if (row.Time < _last.Time) throw new OutOfOrderException($"Line {row.Line} is older than line {_last.Line}.");
        if (row.Repeats(_last)) Duplicates++;
        else rejects.Add(row.Line, new Sentence("Import_SameTime", _last.Line));
        return false;
    }

    // Two means whose spans overlap would be two powers at one time.
    private bool IsClearOfLast(in ImportRow row)
    {
        if (rows.Kind != SeriesKind.MeanPower || !_started || row.Time >= _last.Time + _interval) return true;
        rejects.Add(row.Line, new Sentence("Import_Overlap", options.Interval.TotalSeconds, _last.Line));
        return false;
    }

    private bool TryMean(in ImportRow row, out ImportRow span, out long until)
    {
        (span, until) = (row, row.Time + _interval);
        return true;
    }

    private bool TryDifference(in ImportRow before, in ImportRow row, bool first, out ImportRow span, out long until)
    {
        (span, until) = (before, row.Time);
        if (first) return false;
        var length = row.Time - before.Time;
        if (row.Value < before.Value)
        {
            Resets++;
            return false;
        }

        if (length > _bridge)
        {
            Unbridged++;
            return false;
        }

        span = before with { Value = (row.Value - before.Value) * UnixMicroseconds.PerHour / length };
        if (Sample.IsPower(span.Value)) return true;
        rejects.Add(row.Line, new Sentence("Import_Growth", before.Line, span.Value));
        return false;
    }

    private static long Microseconds(NodaTime.Duration duration) => duration.BclCompatibleTicks / 10;
}
