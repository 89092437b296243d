namespace PowerMeter.Shared.Hosting;

/// <summary>Wakes whoever works: it rings once, however often it was rung meanwhile. Rung at first, so that the work begins with a look.</summary>
public sealed class WorkSignal : IDisposable
{
    private readonly SemaphoreSlim _rung = new(1);
    private readonly Lock _lock = new();

    public void Ring()
    {
        lock (_lock)
            if (_rung.CurrentCount == 0) _rung.Release();
    }

    /// <returns>When it was rung, or after this time: what is true stands in the tables, and a ring may be lost.</returns>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => _rung.WaitAsync(atMost, cancel);

    public void Dispose() => _rung.Dispose();
}
