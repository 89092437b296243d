namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>
/// When all that has not been made is looked at again, whatever was heard or missed: each minute, but not before the look
/// before is worked off, and seldom enough that looks which find much to do for nothing take a small share of the time.
/// </summary>
internal sealed class ScanPace(TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>One part in so many.</summary>
    private const int Share = 20;

    private long _began;
    private long? _ended;
    private TimeSpan _pause = Every;

    public bool IsDue => _ended is not null && Remaining == TimeSpan.Zero;

    /// <summary>The time until the next look; zero when it is due.</summary>
    public TimeSpan Remaining => _ended is { } ended && time.GetElapsedTime(ended) is var passed && passed < _pause ? _pause - passed : TimeSpan.Zero;

    public void Begin() => (_began, _ended) = (time.GetTimestamp(), null);

    /// <summary>All that the look found is worked off.</summary>
    public void End()
    {
        if (_ended is not null) return;
        _ended = time.GetTimestamp();
        var share = time.GetElapsedTime(_began, _ended.Value) * Share;
        _pause = share > Every ? share : Every;
    }
}
