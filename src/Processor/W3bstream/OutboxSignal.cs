using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.W3bstream;

/// <summary>Rung when the outbox has something new to deliver.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly WorkSignal _signal = new();

    public void Ring() => _signal.Ring();

    /// <returns>When it was rung, or after this time.</returns>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => _signal.WaitAsync(atMost, cancel);

    public void Dispose() => _signal.Dispose();
}
