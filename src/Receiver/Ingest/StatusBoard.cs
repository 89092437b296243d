using System.Collections.Concurrent;
using PowerMeter.Receiver.Drivers;

namespace PowerMeter.Receiver.Ingest;

/// <summary>How all sensors are.</summary>
public sealed class StatusBoard(WakeUp changed)
{
    private readonly ConcurrentDictionary<int, SensorMonitor> _monitors = new();

    public IReadOnlyList<SensorSnapshot> Snapshots() => [.. _monitors.Values.Select(monitor => monitor.Snapshot())];

    /// <summary>The readings that waited for the clock have their dates.</summary>
    public void ReleaseAll()
    {
        foreach (var monitor in _monitors.Values) monitor.Release();
    }

    public SensorMonitor GetOrAdd(int sensorId, Func<WakeUp, SensorMonitor> create)
    {
        var monitor = _monitors.GetOrAdd(sensorId, _ => create(changed));
        changed.Set();
        return monitor;
    }

    public void Remove(int sensorId) => _monitors.TryRemove(sensorId, out _);
}
