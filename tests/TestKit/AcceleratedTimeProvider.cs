namespace PowerMeter.Tests.TestKit;

/// <summary>A clock that runs a number of times as fast as the real one, and its timers with it.</summary>
/// <param name="start">What it says first.</param>
/// <param name="factor">Its seconds in a real one.</param>
public sealed class AcceleratedTimeProvider(DateTimeOffset start, int factor) : TimeProvider
{
    private readonly long _began = System.GetTimestamp();

    /// <summary>Its seconds in a real one.</summary>
    public int Factor { get; } = factor;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => System.GetElapsedTime(_began).Ticks * Factor;

    public override DateTimeOffset GetUtcNow() => start + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new AcceleratedTimer(System.CreateTimer(callback, state, Real(dueTime), Real(period)), Real);

    /// <summary>Never shorter than asked, so that no timer fires before its time on this clock.</summary>
    private TimeSpan Real(TimeSpan span) =>
        span == Timeout.InfiniteTimeSpan ? span : TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds / Factor));

    private sealed class AcceleratedTimer(ITimer timer, Func<TimeSpan, TimeSpan> real) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(real(dueTime), real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
