namespace PowerMeter.Tests.W3bstreamNode.Failures;

/// <summary>Says of each message whether it is to fail.</summary>
public sealed class FailureSwitch
{
    private readonly Lock _lock = new();
    private Failure _failure = Failure.None;
    private double _due;
    private int _done;

    public Failure Current
    {
        get
        {
            lock (_lock) return _failure;
        }
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (_lock) (_failure, _due, _done) = (value, 0, 0);
        }
    }

    /// <returns>How the next message fails; <see cref="Failure.None"/> when it does not.</returns>
    public Failure Next()
    {
        lock (_lock)
        {
            if (_failure.Mode == FailureMode.Ok) return Failure.None;
            // Evenly spread instead of at random: with 0.25 it is each fourth, and a test can count on it.
            _due += _failure.Share;
            if (_due < 1 - 1e-9) return Failure.None;
            _due -= 1;
            var failure = _failure;
            if (++_done >= failure.Count) _failure = new Failure { TasksFail = failure.TasksFail };
            return failure;
        }
    }
}
