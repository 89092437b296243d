namespace PowerMeter.Tests.TestKit;

/// <summary>
/// A clock that stands still until it is told to move; its timers fire as it passes them. As in a real machine there are
/// two clocks: the one that counts from the machine's start and never steps, by which timers go, and the wall clock, which
/// somebody may set.
/// </summary>
/// <param name="start">What the wall clock says at first.</param>
/// <param name="uptime">How long the machine has been on at first. Default: a day.</param>
public sealed class ManualTimeProvider(DateTimeOffset start, TimeSpan? uptime = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _uptime = uptime ?? TimeSpan.FromDays(1);
    private DateTimeOffset _wallAtBoot = start - (uptime ?? TimeSpan.FromDays(1));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _wallAtBoot + _uptime;
    }

    /// <summary>Counts from the machine's start.</summary>
    public override long GetTimestamp()
    {
        lock (_gate) return _uptime.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        TimeSpan end;
        lock (_gate) end = _uptime + by;
        while (TakeNext(end) is { } timer) timer.Fire();
        lock (_gate) _uptime = end;
    }

    /// <summary>Sets the wall clock, as <c>date -s</c> and time servers do; no timer fires.</summary>
    public void SetWallClock(DateTimeOffset to)
    {
        lock (_gate) _wallAtBoot = to - _uptime;
    }

    /// <summary>The timer that is due first, not after the end; the clock moves to when it is due.</summary>
    private ManualTimer? TakeNext(TimeSpan end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is null) return null;
            if (next.Due > _uptime) _uptime = next.Due!.Value;
            next.Reschedule(_uptime);
            return next;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, Action fire) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan? Due { get; private set; }

        public void Fire() => fire();

        public void Reschedule(TimeSpan now) => Due = _period > TimeSpan.Zero ? now + _period : null;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._uptime + dueTime;
                if (!clock._timers.Contains(this)) clock._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
