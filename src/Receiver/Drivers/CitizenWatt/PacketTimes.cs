using NodaTime;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>
/// When packets came: between two looks at the radio. Usually that is 50 ms; after a standstill it is longer, and then
/// the sensor's own timer says where between them, as counted from the packet before.
/// </summary>
public sealed class PacketTimes(TimeProvider time)
{
    private static readonly Duration ClockStep = Duration.FromSeconds(1);

    private long _emptied = time.GetTimestamp();
    private long _looked = time.GetTimestamp();
    private (long Arrived, uint Timer)? _previous;
    private Instant _lastTime = Instant.MinValue;

    /// <summary>Call before the radio is asked for packets.</summary>
    public void Look()
    {
        _emptied = _looked;
        _looked = time.GetTimestamp();
    }

    /// <summary>Call for every good packet, in the order in which they came. No two have the same time.</summary>
    /// <param name="timerMilliseconds">The sensor's.</param>
    public Instant Of(uint timerMilliseconds)
    {
        var now = time.GetTimestamp();
        var arrived = _looked;
        if (_previous is { } previous && timerMilliseconds > previous.Timer)
            arrived = Math.Min(_looked, previous.Arrived + (long)((timerMilliseconds - previous.Timer) / 1000.0 * time.TimestampFrequency));
        arrived = Math.Max(arrived, _emptied);
        _previous = (arrived, timerMilliseconds);
        return Distinct(time.GetCurrentInstant() - Duration.FromTimeSpan(time.GetElapsedTime(arrived, now)));
    }

    private Instant Distinct(Instant instant)
    {
        var after = _lastTime + Duration.FromNanoseconds(1000);
        // Unless the clock was set back: then the past is not waited for.
        _lastTime = instant < after && after - instant < ClockStep ? after : instant;
        return _lastTime;
    }
}
