namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// Whether the network can be reached, as all lanes see it. While it is away nobody but the backlog lane tries, with one
/// message at a time, after a pause that grows; the first success lets all go on.
/// </summary>
internal sealed class Endpoint(BackOff backOff, TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _back;
    private int _outage;
    private long _failedAt;
    private TimeSpan _pause;

    public bool IsAway
    {
        get
        {
            lock (_lock) return _back is not null;
        }
    }

    /// <summary>Counts the failures; an attempt remembers what it was when it began.</summary>
    public int Attempt
    {
        get
        {
            lock (_lock) return _outage;
        }
    }

    /// <param name="attempt">What <see cref="Attempt"/> was when it began. An older one tells nothing new: the failure after it is known.</param>
    /// <param name="wanted">The pause that the network asks for.</param>
    /// <returns>How long the pause is that begins now; null when this failure changes nothing.</returns>
    public TimeSpan? Fail(int attempt, TimeSpan? wanted)
    {
        lock (_lock)
        {
            if (attempt != _outage) return null;
            _outage++;
            _back ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _failedAt = time.GetTimestamp();
            _pause = backOff.Next();
            if (wanted > _pause) _pause = wanted.Value;
            return _pause;
        }
    }

    /// <returns>Whether the network was away, and is back with this.</returns>
    public bool Succeed(int attempt)
    {
        lock (_lock)
        {
            if (attempt != _outage) return false;
            backOff.Reset();
            if (_back is not { } back) return false;
            _back = null;
            back.SetResult();
            return true;
        }
    }

    /// <summary>For the lane that probes: until the pause is over.</summary>
    public Task WaitForProbeAsync(CancellationToken cancel)
    {
        lock (_lock)
        {
            var left = _back is null ? TimeSpan.Zero : _pause - time.GetElapsedTime(_failedAt);
            return left > TimeSpan.Zero ? Task.Delay(left, time, cancel) : Task.CompletedTask;
        }
    }

    /// <summary>For the lane that does not: until another has reached the network.</summary>
    public Task WaitUntilBackAsync(CancellationToken cancel)
    {
        lock (_lock) return _back is null ? Task.CompletedTask : _back.Task.WaitAsync(cancel);
    }
}
