namespace PowerMeter.Tests.TestKit;

/// <summary>
/// A clock for one that waits alone: each wait ends at once, and the clock is then where it ends. A day takes no longer
/// than what is done in it.
/// </summary>
public sealed class EagerTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset _now = start;
    private TimeSpan _clockError;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now + _clockError;
    }

    public override long GetTimestamp()
    {
        lock (_gate) return _now.UtcTicks;
    }

    /// <summary>Sets the clock; the monotonic one goes on as it was.</summary>
    public void Set(TimeSpan by)
    {
        lock (_gate) _clockError += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            lock (_gate) _now += dueTime;
            ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
        }

        return new Fired();
    }

    private sealed class Fired : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
