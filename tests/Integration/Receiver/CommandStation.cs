using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Control;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>The part of a Receiver that does commands, with drivers of the test's own.</summary>
internal sealed class CommandStation : IAsyncDisposable
{
    private readonly RunningSensors _running = new();
    private readonly SampleQueue _queue = new();
    private readonly WakeUp _changed = new();
    private readonly SensorCommandWorker _worker;

    public CommandStation(TestDatabase database, TimeProvider? time = null)
    {
        var source = database.Receiver;
        var listener = new NotificationListener(source, TimeProvider.System, NullLogger<NotificationListener>.Instance);
        _worker = new SensorCommandWorker(
            new SensorCommandTable(source, time ?? TimeProvider.System), _running, listener, TimeProvider.System, NullLogger<SensorCommandWorker>.Instance);
    }

    public Task StartAsync() => _worker.StartAsync(CancellationToken.None);

    /// <returns>What the sensor's status would be written from.</returns>
    public SensorMonitor Run(int sensor, string kind, ISensorDriver driver, bool enabled = true) => Run(sensor, kind, () => driver, enabled);

    public SensorMonitor Run(int sensor, string kind, Func<ISensorDriver> create, bool enabled = true)
    {
        var monitor = new SensorMonitor(sensor, _queue, TimeProvider.System, _changed);
        var configuration = new SensorConfiguration(sensor, "an old name", kind, "{}", 8, enabled);
        _running.Add(SensorRunner.Start(configuration, monitor, create, TimeProvider.System, NullLogger.Instance));
        return monitor;
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.StopAsync(CancellationToken.None);
        _worker.Dispose();
        foreach (var runner in _running.All) await runner.DisposeAsync();
    }
}
