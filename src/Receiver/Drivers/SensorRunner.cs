using Microsoft.Extensions.Logging;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers;

/// <summary>
/// Runs one sensor's driver by one version of its settings. Whatever goes wrong in it shows as the fault of this sensor
/// and leaves the others alone. A driver that cannot be made is tried again every 30 s, since what hinders it may heal: a
/// key ring that Web has yet to make, a file that may not be read yet. One that broke is started again with back-off.
/// </summary>
public sealed partial class SensorRunner : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MakeAgain = TimeSpan.FromSeconds(30);

    /// <summary>Who ran so long before he broke is started again at once.</summary>
    private static readonly TimeSpan GoodWhile = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly SensorMonitor _monitor;
    private readonly SensorMemory _memory;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _running;
    private volatile ISensorDriver? _driver;

    private SensorRunner(
        SensorConfiguration sensor, SensorMonitor monitor, Func<ISensorDriver> create, SensorMemory memory, TimeProvider time, ILogger logger)
    {
        Sensor = sensor;
        _monitor = monitor;
        _memory = memory;
        _time = time;
        _logger = logger;
        _running = RunAsync(create);
    }

    public SensorConfiguration Sensor { get; }

    /// <summary>The driver that runs now; null when none does: the sensor is paused, its driver cannot be made, or it was stopped.</summary>
    public ISensorDriver? Driver => _stop.IsCancellationRequested ? null : _driver;

    /// <summary>How the sensor is now.</summary>
    public SensorSnapshot Now => _monitor.Snapshot();

    /// <summary>Why none runs, as the sensor's status has it.</summary>
    public Sentence? Error => _monitor.Snapshot().ErrorSaid;

    /// <param name="memory">What the driver remembers; saved when the runner ends.</param>
    public static SensorRunner Start(
        SensorConfiguration sensor, SensorMonitor monitor, Func<ISensorDriver> create, SensorMemory memory, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        return new SensorRunner(sensor, monitor, create, memory, time, logger);
    }

    /// <summary>Returns when the driver has ended, or after 2 s: nothing holds up stopping, and it may be called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested) await _stop.CancelAsync();
        try
        {
            await _running.WaitAsync(StopLimit, _time);
            _stop.Dispose();
        }
        catch (TimeoutException)
        {
            WontStop(_logger, Sensor.Name);
        }
        finally
        {
            _memory.Dispose();
        }
    }

    private async Task RunAsync(Func<ISensorDriver> create)
    {
        if (!Sensor.Enabled)
        {
            _monitor.Report(SensorState.Paused);
            return;
        }

        _monitor.Report(SensorState.Starting);
        try
        {
            _driver = await MakeAsync(create);
            await KeepRunningAsync(_driver);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped, as it should be.
        }
    }

    /// <summary>The status and the log say once why it cannot be made, and not at each attempt.</summary>
    private async Task<ISensorDriver> MakeAsync(Func<ISensorDriver> create)
    {
        for (Sentence? said = null; ; await Task.Delay(MakeAgain, _time, _stop.Token))
        {
            try
            {
                var driver = create();
                if (said is not null) _monitor.Report(SensorState.Starting);
                return driver;
            }
#pragma warning disable CA1031 // Settings can be wrong in ways that only their reader knows: none of them may touch the other sensors.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var reason = e is SettingException wrong ? wrong.Sentence : new Sentence("Sensor_Settings", Sensor.Name, e.Message);
                if (!reason.Equals(said)) Wrong(_logger, Sensor.Name, reason.ToString());
                said = reason;
                _monitor.Report(SensorState.Fault, reason);
            }
        }
    }

    private async Task KeepRunningAsync(ISensorDriver driver)
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(0.25), MakeAgain);
        for (Sentence? said = null; ; await backoff.DelayAsync(_time, _stop.Token))
        {
            var started = _time.GetTimestamp();
            Sentence? error = null;
            try
            {
                await driver.RunAsync(_monitor, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A driver that breaks must not take the other sensors with it: it is said, and tried again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                error = new Sentence("Sensor_Broke", e.GetType().Name, e.Message);
                // Its stack once, not at every attempt for as long as it stays broken.
                if (!error.Equals(said)) Broke(_logger, e, Sensor.Name);
                _monitor.Report(SensorState.Fault, error);
            }

            said = error;
            if (_time.GetElapsedTime(started) < GoodWhile) continue;
            backoff.Reset();
            said = null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sensor {Sensor}: {Reason}")]
    private static partial void Wrong(ILogger logger, string sensor, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sensor {Sensor}: its driver broke and is started again.")]
    private static partial void Broke(ILogger logger, Exception exception, string sensor);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sensor {Sensor}: its driver does not stop and is left behind.")]
    private static partial void WontStop(ILogger logger, string sensor);
}
