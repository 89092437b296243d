using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Awox;

/// <summary>Takes requests to switch to the plug's own thread. It is open while the plug is connected; only then can it be switched.</summary>
/// <param name="closed">Why it cannot be switched yet.</param>
public sealed class SwitchQueue(Sentence closed)
{
    /// <summary>More than anybody presses a button in the seconds that the plug takes.</summary>
    private const int Capacity = 8;

    private readonly Lock _gate = new();
    private readonly Queue<SwitchRequest> _waiting = new();
    private Sentence? _closed = closed;

    /// <exception cref="SensorCommandException">The plug is not connected, did not confirm, or was lost.</exception>
    public async Task AskAsync(bool on, CancellationToken cancel)
    {
        var request = new SwitchRequest(on);
        lock (_gate)
        {
            if (_closed is not null) throw new SensorCommandException(_closed);
            if (_waiting.Count >= Capacity) throw new SensorCommandException(new Sentence("Bluetooth_TooManySwitches", Capacity));
            _waiting.Enqueue(request);
        }

        try
        {
            await request.Done.WaitAsync(cancel);
        }
        finally
        {
            request.GiveUp();
        }
    }

    public SwitchRequest? TryTake()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var request))
                if (!request.Done.IsCompleted) return request;
            return null;
        }
    }

    public void Open()
    {
        lock (_gate) _closed = null;
    }

    /// <summary>Fails what waits, and whoever comes until it is open again.</summary>
    public void Close(Sentence reason)
    {
        lock (_gate)
        {
            _closed = reason;
            while (_waiting.TryDequeue(out var request)) request.Fail(reason);
        }
    }
}
