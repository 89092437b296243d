using System.Collections.Concurrent;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Shared.Language;

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

    public void Reject(Sentence reason) => Rejected.Enqueue(reason.ToString());

    public void Report(SensorState state, Sentence? error = null) => Reports.Enqueue((state, error?.ToString()));
}
