using PowerMeter.Receiver.Dating;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Drivers;

/// <summary>
/// Knows how one sensor is: has its readings dated, passes them to the queue and keeps its state and counts, which outlive
/// a restart of its driver.
/// </summary>
/// <param name="changed">Set at each change, so that the status is written soon.</param>
public sealed class SensorMonitor(int sensorId, SampleDating dating, SampleQueue queue, TimeProvider time, WakeUp changed) : ISensorSink
{
    private readonly Lock _gate = new();
    private bool _holds;
    private SensorSnapshot _now = new(sensorId, SensorState.Starting, time.GetCurrentInstant(), null, null, 0, 0, null);

    /// <summary>What each reading's watts are multiplied by before anything is made of them; the one place where that is done.</summary>
    public double Calibration { get; set; } = 1;

    public SensorSnapshot Snapshot()
    {
        lock (_gate) return _now;
    }

    public ValueTask AcceptAsync(Reading reading, CancellationToken cancel)
    {
        reading = reading.Calibrated(Calibration);
        if (!Sample.IsPower(reading.Watts))
        {
            Reject(new Sentence("Sensor_NoPower", reading.Watts));
            return ValueTask.CompletedTask;
        }

        if (!dating.TryDate(sensorId, reading, out var at, out var verdict))
        {
            Hold(verdict, reading.SwitchedOn);
            return ValueTask.CompletedTask;
        }

        var moment = UnixMicroseconds.ToInstant(at);
        if (moment < Sample.Earliest || moment >= Sample.Latest)
        {
            Reject(new Sentence("Sensor_BadClock", moment.ToString()));
            return ValueTask.CompletedTask;
        }

        var sample = new Sample(sensorId, moment, reading.Watts) { Volts = reading.Volts, Battery = reading.Battery };
        lock (_gate)
        {
            _holds = false;
            Enter(SensorState.Running, reading.Advice);
            _now = _now with { LastSeen = sample.Time, Last = sample, Samples = _now.Samples + 1, SwitchedOn = reading.SwitchedOn };
        }

        changed.Set();
        return queue.WriteAsync(sample, cancel);
    }

    /// <summary>The readings that waited for the clock have their dates.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (!_holds) return;
            _holds = false;
            Enter(SensorState.Running, error: null);
        }

        changed.Set();
    }

    public void Reject(Sentence reason)
    {
        lock (_gate) _now = _now with { Rejected = _now.Rejected + 1 };
        changed.Set();
    }

    public void Report(SensorState state, Sentence? error = null)
    {
        lock (_gate)
        {
            if (_now.State == state && Equals(_now.ErrorSaid, error)) return;
            _holds = false;
            Enter(state, error);
        }

        changed.Set();
    }

    /// <summary>The sensor is well, and what it says waits for the clock.</summary>
    private void Hold(ClockVerdict verdict, bool? switchedOn)
    {
        lock (_gate)
        {
            _holds = true;
            Enter(verdict.IsFault ? SensorState.Fault : SensorState.Starting, dating.Explain(verdict.Doubt!));
            _now = _now with { Samples = _now.Samples + 1, SwitchedOn = switchedOn };
        }

        changed.Set();
    }

    private void Enter(SensorState state, Sentence? error) => _now = _now with
    {
        State = state,
        Since = state == _now.State ? _now.Since : time.GetCurrentInstant(),
        ErrorSaid = error,
    };
}
