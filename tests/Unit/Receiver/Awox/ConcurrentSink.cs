using System.Collections.Concurrent;
using PowerMeter.Receiver.Drivers;

namespace PowerMeter.Tests.Unit.Receiver.Awox;

/// <summary>Keeps what a driver says on its own thread.</summary>
internal sealed class ConcurrentSink : ISensorSink
{
    public ConcurrentQueue<Reading> Readings { get; } = new();

    public ConcurrentQueue<string> Rejected { get; } = new();

    public ConcurrentQueue<(SensorState State, string? Error)> Reports { get; } = new();

    public ValueTask AcceptAsync(Reading reading, CancellationToken cancel)
    {
        Readings.Enqueue(reading);
        return ValueTask.CompletedTask;
    }

    public void Reject(string reason) => Rejected.Enqueue(reason);

    public void Report(SensorState state, string? error = null) => Reports.Enqueue((state, error));
}
