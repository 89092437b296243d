using PowerMeter.Receiver.Drivers;
using PowerMeter.Shared.Language;

namespace PowerMeter.Tests.Unit.Receiver;

/// <summary>Keeps what a driver says.</summary>
internal sealed class CollectingSink : ISensorSink
{
    public List<Reading> Readings { get; } = [];

    public List<string> Rejected { get; } = [];

    public List<(SensorState State, string? Error)> Reports { get; } = [];

    public IEnumerable<double> Watts => Readings.Select(reading => reading.Watts);

    public ValueTask AcceptAsync(Reading reading, CancellationToken cancel)
    {
        Readings.Add(reading);
        return ValueTask.CompletedTask;
    }

    public void Reject(Sentence reason) => Rejected.Add(reason.ToString());

    public void Report(SensorState state, Sentence? error = null) => Reports.Add((state, error?.ToString()));
}
