using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using PowerMeter.Receiver.Ingest;

namespace PowerMeter.Receiver.Drivers;

/// <summary>The sensors that this Receiver runs, paused ones and wrong ones too: whom a command can be given to.</summary>
public sealed class RunningSensors
{
    private readonly ConcurrentDictionary<int, SensorRunner> _runners = new();

    /// <summary>Set when one was added: a command for it may wait already.</summary>
    public WakeUp Added { get; } = new();

    public IReadOnlyCollection<SensorRunner> All => [.. _runners.Values];

    public bool TryGet(int sensorId, [NotNullWhen(true)] out SensorRunner? runner) => _runners.TryGetValue(sensorId, out runner);

    public bool Contains(int sensorId) => _runners.ContainsKey(sensorId);

    public void Add(SensorRunner runner)
    {
        ArgumentNullException.ThrowIfNull(runner);
        _runners[runner.Sensor.Id] = runner;
        Added.Set();
    }

    public void Remove(int sensorId) => _runners.TryRemove(sensorId, out _);
}
