using PowerMeter.Receiver.Drivers;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Probing;

/// <summary>Runs a driver until its first reading, or until the time is over.</summary>
public sealed class FirstReading : ISensorSink
{
    private readonly TaskCompletionSource<Reading> _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private SensorState _state = SensorState.Starting;
    private Sentence? _error;
    private Sentence? _rejection;
    private long _rejected;

    private readonly TimeSpan _limit;

    private FirstReading(TimeSpan limit) => _limit = limit;

    /// <summary>Three periods and 5 s: an Arduino that starts is silent for two.</summary>
    public static TimeSpan LimitFor(TimeSpan period) => period * 3 + TimeSpan.FromSeconds(5);

    /// <param name="sensor">For the answer.</param>
    public static Task<LiveReading> TakeAsync(string sensor, string kind, ISensorDriver driver, TimeSpan period, TimeProvider time) =>
        TakeAsync(sensor, kind, driver, LimitFor(period), time, CancellationToken.None);

    /// <param name="most">How long it may take.</param>
    public static async Task<LiveReading> TakeAsync(
        string sensor, string kind, ISensorDriver driver, TimeSpan most, TimeProvider time, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(driver);
        var sink = new FirstReading(most);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var limit = new CancellationTokenSource(most, time);
        var running = driver.RunAsync(sink, stop.Token);
        try
        {
            var first = await Task.WhenAny(sink._reading.Task, running).WaitAsync(limit.Token);
            if (first == running) await running;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // Its state says why.
        }

        await stop.CancelAsync();
        await EndedAsync(running, time);
        return sink.Answer(sensor, kind);
    }

    public ValueTask AcceptAsync(Reading reading, CancellationToken cancel)
    {
        Report(SensorState.Running, reading.Advice);
        _reading.TrySetResult(reading);
        return ValueTask.CompletedTask;
    }

    public void Reject(Sentence reason)
    {
        lock (_gate)
        {
            _rejected++;
            _rejection ??= reason;
        }
    }

    public void Report(SensorState state, Sentence? error = null)
    {
        lock (_gate)
            if (!_reading.Task.IsCompleted) (_state, _error) = (state, error);
    }

    private LiveReading Answer(string sensor, string kind)
    {
        lock (_gate)
        {
            var answer = new LiveReading(sensor, kind, "driver", _state.ToString().ToLowerInvariant()) { ErrorSaid = _error, Rejected = _rejected };
            if (_reading.Task.IsCompletedSuccessfully)
            {
                var reading = _reading.Task.Result;
                return answer with
                {
                    Watts = reading.Watts,
                    Volts = reading.Volts,
                    Battery = reading.Battery,
                    SwitchedOn = reading.SwitchedOn,
                    Time = reading.Time.ToDateTimeUtc(),
                };
            }

            return answer with
            {
                ErrorSaid = _error ?? (_rejection is null
                    ? new Sentence("Sensor_NoReading", _limit.TotalSeconds) : new Sentence("Sensor_OnlyRejected", _limit.TotalSeconds, _rejection)),
            };
        }
    }

    /// <summary>A driver that does not stop within a second is left behind.</summary>
    private static async Task EndedAsync(Task running, TimeProvider time)
    {
        try
        {
            await running.WaitAsync(TimeSpan.FromSeconds(1), time);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            // As told.
        }
    }
}
