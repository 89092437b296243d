using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Control;

/// <summary>
/// Does what people ask of the sensors, each sensor's commands in their order, the sensors beside each other. While the
/// database is away there is nobody to ask; what has expired when it is back is left alone.
/// </summary>
public sealed partial class SensorCommandWorker(
    SensorCommandTable table, RunningSensors running, NotificationListener listener, TimeProvider time, ILogger<SensorCommandWorker> logger) : BackgroundService
{
    /// <summary>Each holds a connection to the database while its sensor works.</summary>
    private const int MostAtOnce = 8;

    private readonly ConcurrentDictionary<int, bool> _busy = new();
    private readonly WakeUp _look = running.Added;
    private readonly OutageLog _outage = new("A command cannot be done or noted, trying again", time, logger);
    private readonly TableWatch _watch = new(listener, Channels.Commands, running.Added, time, new OutageLog("The commands cannot be read, trying again", time, logger));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _watch.RunAsync(LookAsync, () => { }, stoppingToken);

    private async Task LookAsync(CancellationToken cancel)
    {
        int[] free = [.. running.All.Select(runner => runner.Sensor.Id).Where(id => !_busy.ContainsKey(id))];
        if (free.Length == 0) return;
        foreach (var sensor in (await table.FindSensorsAsync(free, cancel)).Take(MostAtOnce - _busy.Count))
        {
            _busy[sensor] = true;
            _ = WorkAsync(sensor, cancel);
        }
    }

    /// <summary>Does all that waits for one sensor, and never throws: the next turn finds what is left.</summary>
    private async Task WorkAsync(int sensor, CancellationToken cancel)
    {
        try
        {
            while (running.TryGet(sensor, out var runner) && await table.RunNextAsync(runner, cancel) is { } done)
                Done(logger, done.Command.Name, done.Command.SensorName, (object?)done.Error ?? "done");
            _outage.Recovered();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Stopping: what was under way is not marked as done, and expires.
        }
#pragma warning disable CA1031 // A command never ends the Receiver: it records, whatever people ask of it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _outage.Failed(DatabaseAway.Reason(e));
            await Task.Delay(TableWatch.Retry, time, cancel).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        _busy.TryRemove(sensor, out _);
        // One that came while this was busy is found now.
        _look.Set();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Command {Command} of sensor {Sensor}: {Outcome}")]
    private static partial void Done(ILogger logger, string command, string sensor, object outcome);
}
