using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Drivers;

/// <summary>
/// Knows how one sensor is: passes its readings to the queue and keeps its state and counts, which outlive a restart
/// of its driver.
/// </summary>
/// <param name="changed">Set at each change, so that the status is written soon.</param>
public sealed class SensorMonitor(int sensorId, SampleQueue queue, TimeProvider time, WakeUp changed) : ISensorSink
{
    private readonly Lock _gate = new();
    private SensorSnapshot _now = new(sensorId, SensorState.Starting, time.GetCurrentInstant(), null, null, 0, 0, null);

    public SensorSnapshot Snapshot()
    {
        lock (_gate) return _now;
    }

    public ValueTask AcceptAsync(Reading reading, CancellationToken cancel)
    {
        if (reading.Time < Sample.Earliest || reading.Time >= Sample.Latest)
        {
            Reject($"The clock says {reading.Time}: readings of such a time are not kept");
            return ValueTask.CompletedTask;
        }

        if (!Sample.IsPower(reading.Watts))
        {
            Reject($"{reading.Watts} W is no power");
            return ValueTask.CompletedTask;
        }

        var sample = new Sample(sensorId, reading.Time, reading.Watts) { Volts = reading.Volts, Battery = reading.Battery };
        lock (_gate)
        {
            Enter(SensorState.Running, reading.Advice);
            _now = _now with { LastSeen = sample.Time, Last = sample, Samples = _now.Samples + 1, SwitchedOn = reading.SwitchedOn };
        }

        changed.Set();
        return queue.WriteAsync(sample, cancel);
    }

    public void Reject(string reason)
    {
        lock (_gate) _now = _now with { Rejected = _now.Rejected + 1 };
        changed.Set();
    }

    public void Report(SensorState state, string? error = null)
    {
        lock (_gate)
        {
            if (_now.State == state && _now.Error == error) return;
            Enter(state, error);
        }

        changed.Set();
    }

    private void Enter(SensorState state, string? error) => _now = _now with
    {
        State = state,
        Since = state == _now.State ? _now.Since : time.GetCurrentInstant(),
        Error = error,
    };
}
