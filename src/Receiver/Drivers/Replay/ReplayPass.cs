using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>One playing of a recording after the other, each a spacing after the one before, and what was in it.</summary>
internal sealed class ReplayPass(ReplayOptions options, TimeSpan period)
{
    private TimeSpan _start;
    private TimeSpan _last;
    private TimeSpan? _spacing;
    private long _readings;
    private long _rejected;
    private Sentence? _firstError;

    /// <summary>In the pass that was played last.</summary>
    public bool HasReadings => _readings > 0;

    /// <summary>With offsets from the start of the first pass.</summary>
    public IEnumerable<RecordedReading> Records(CancellationToken cancel)
    {
        (_readings, _rejected, _firstError) = (0, 0, null);
        foreach (var record in Recording.Read(options.Device, options.Format, period, cancel))
        {
            Count(record);
            yield return record with { Offset = _start + record.Offset };
        }
    }

    /// <summary>Goes on to the next pass.</summary>
    /// <returns>False when the last one held no reading: then no other will.</returns>
    public bool Next()
    {
        // A recording of one moment has no spacing of its own.
        _start += _last + (_spacing ?? period);
        (_last, _spacing) = (TimeSpan.Zero, null);
        return HasReadings;
    }

    public Sentence Summary() => (HasReadings, _firstError) switch
    {
        (true, null) => new Sentence("Replay_Ended", options.Device, _readings),
        (true, { } first) => new Sentence("Replay_EndedWithout", options.Device, _readings, _rejected, first),
        (false, null) => new Sentence("Replay_NoReading", options.Device),
        (false, { } first) => new Sentence("Replay_AllRejected", options.Device, _rejected, first),
    };

    private void Count(in RecordedReading record)
    {
        if (record.Error is not null)
        {
            _rejected++;
            _firstError ??= record.Error;
            return;
        }

        // Lines that came together have no spacing.
        if (_readings > 0 && record.Offset > _last) _spacing = record.Offset - _last;
        _last = record.Offset;
        _readings++;
    }
}
