namespace PowerMeter.Receiver.Drivers;

/// <summary>How long to wait before the next attempt: doubles from the first delay to the longest.</summary>
public sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private TimeSpan? _next;

    /// <summary>For a device that is absent: 0.25 s to 1 s, so that its return shows within 2 s.</summary>
    public static Backoff ForDevice() => new(TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(1));

    /// <summary>For a database that is away: 0.5 s to 5 s.</summary>
    public static Backoff ForDatabase() => new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(5));

    public void Reset() => _next = null;

    public TimeSpan Next()
    {
        var delay = _next ?? first;
        _next = delay * 2 < longest ? delay * 2 : longest;
        return delay;
    }

    public Task DelayAsync(TimeProvider time, CancellationToken cancel) => Task.Delay(Next(), time, cancel);
}
