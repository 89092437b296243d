namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>
/// Takes each packet once: the sensor's timer must have gone on since the last one. Only while the last one was so late
/// that the timer is about to begin again, in the last 17 hours of its 49.7 days, may it go back, and then counts from
/// there. May be used from several threads.
/// </summary>
/// <param name="remembered">The last timer as it was remembered; null, 0 and what is no timer mean that any may come.</param>
/// <param name="remember">Gets each new last timer; 0 when it was forgotten.</param>
public sealed class ReplayGuard(long? remembered, Action<long> remember)
{
    /// <summary>49 days, in milliseconds.</summary>
    public const uint NearWrapMilliseconds = 4_233_600_000;

    private readonly Lock _gate = new();
    private uint? _last = remembered is > 0 and <= uint.MaxValue ? (uint)remembered : null;

    /// <summary>The last timer taken, in milliseconds since the sensor's start; null: any may come.</summary>
    public uint? Last
    {
        get
        {
            lock (_gate) return _last;
        }
    }

    /// <returns>False for an old packet, and for the last one again. True makes it the last one.</returns>
    public bool TryTake(uint timerMilliseconds)
    {
        lock (_gate)
        {
            if (timerMilliseconds == _last) return false;
            if (timerMilliseconds < _last && _last < NearWrapMilliseconds) return false;
            _last = timerMilliseconds;
            remember(timerMilliseconds);
            return true;
        }
    }

    /// <summary>The next packet is taken, whatever its timer.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _last = null;
            remember(0);
        }
    }
}
