using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>Reads the chip step by step: opens it, takes readings at their times, says what is wrong, and opens it again when it is lost.</summary>
/// <param name="open">Throws <see cref="Ina219Exception"/>.</param>
public sealed class Ina219Session(Ina219Options options, TimeSpan period, Func<IIna219> open, ISensorSink sink, TimeProvider time) : IDisposable
{
    private readonly Backoff _backoff = Backoff.ForDevice();
    private IIna219? _chip;
    private bool _answered;
    private long _due;
    private int _readings;
    private double _sumOfWatts;
    private double _sumOfVolts;

    /// <returns>How long to wait before the next step.</returns>
    public async ValueTask<TimeSpan> StepAsync(CancellationToken cancel)
    {
        Ina219Result result;
        try
        {
            result = (_chip ??= Opened()).Read();
        }
        catch (Ina219Exception e)
        {
            Dispose();
            sink.Report(e.State, e.Sentence);
            return _backoff.Next();
        }

        cancel.ThrowIfCancellationRequested();
        switch (result.Outcome)
        {
            case Ina219Outcome.Measured:
                await TakeAsync(result, cancel);
                break;
            case Ina219Outcome.Fault:
                Refuse(result.Said!, result.Said!);
                break;
            default:
                // Only a chip that also answers is there again.
                if (!_answered) sink.Report(SensorState.Starting);
                break;
        }

        _answered = true;
        return result.RetryAfter ?? UntilDue();
    }

    public void Dispose()
    {
        _chip?.Dispose();
        _chip = null;
    }

    private IIna219 Opened()
    {
        var chip = open();
        _answered = false;
        _due = time.GetTimestamp();
        Forget();
        return chip;
    }

    private async ValueTask TakeAsync(Ina219Result result, CancellationToken cancel)
    {
        _backoff.Reset();
        _sumOfWatts += result.Watts;
        _sumOfVolts += result.Volts;
        if (++_readings < _chip!.ReadingsASample) return;
        var watts = _sumOfWatts / _readings;
        var volts = _sumOfVolts / _readings;
        Forget();
        if (watts < options.MinWatts || watts > options.MaxWatts)
        {
            Refuse(
                new Sentence("Ina219_Beyond", watts, options.MinWatts, options.MaxWatts),
                new Sentence("Ina219_OutOfBounds", options.MinWatts, options.MaxWatts, options.ShuntOhms));
            return;
        }

        if (Math.Abs(watts) < options.NoiseFloorWatts) watts = 0;
        await sink.AcceptAsync(new Reading(time.GetCurrentInstant(), watts, (float)volts, Advice: result.Said), cancel);
    }

    private void Refuse(Sentence reason, Sentence error)
    {
        Forget();
        sink.Reject(reason);
        sink.Report(SensorState.Fault, error);
    }

    private void Forget()
    {
        _readings = 0;
        _sumOfWatts = _sumOfVolts = 0;
    }

    /// <summary>Readings keep their pace whatever a reading takes; what was missed, as when the machine slept, is not made up for.</summary>
    private TimeSpan UntilDue()
    {
        var interval = period / _chip!.ReadingsASample;
        var now = time.GetTimestamp();
        var missed = time.GetElapsedTime(_due, now) >= interval;
        _due = (missed ? now : _due) + (long)(interval.TotalSeconds * time.TimestampFrequency);
        var wait = time.GetElapsedTime(now, _due);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
