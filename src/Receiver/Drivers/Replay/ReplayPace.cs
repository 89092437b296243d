using NodaTime;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>
/// When a recorded moment is now: the first record when playing starts, the others after it by their spacing divided by
/// the speed. Goes by the monotonic clock, so that a clock that is set neither stops nor hurries it.
/// </summary>
internal sealed class ReplayPace(double speed, TimeProvider time)
{
    /// <summary>What is further off than this was slept through, held up or set, not just scheduled late.</summary>
    private static readonly Duration Slip = Duration.FromSeconds(10);

    private static readonly Duration Microsecond = Duration.FromNanoseconds(1000);

    private long _anchor = time.GetTimestamp();
    private Instant _anchorTime = time.GetCurrentInstant();
    private TimeSpan _anchorOffset;
    private Instant _last = Instant.MinValue;

    /// <returns>How long it still is until this moment of the recording; never negative.</returns>
    public TimeSpan Until(TimeSpan offset)
    {
        var wait = SinceAnchor(offset) - time.GetElapsedTime(_anchor);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>To be called when this moment has come.</summary>
    /// <returns>The time of its sample: exactly spaced, and later than every one before.</returns>
    public Instant TimeOf(TimeSpan offset)
    {
        var now = time.GetCurrentInstant();
        var planned = _anchorTime + Duration.FromTimeSpan(SinceAnchor(offset));
        if (now - planned > Slip || planned - now > Slip)
        {
            // Times are true again from here on; after a clock that was set back, that is in the past.
            (_anchor, _anchorTime, _anchorOffset) = (time.GetTimestamp(), now, offset);
            if (_last - now > Slip) _last = Instant.MinValue;
            planned = now;
        }

        var next = _last == Instant.MinValue ? planned : Instant.Max(planned, _last + Microsecond);
        return _last = next;
    }

    private TimeSpan SinceAnchor(TimeSpan offset) => (offset - _anchorOffset) / speed;
}
