using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Sensors;

/// <summary>An INA219 that goes through a row of known powers; unplugged, reset, overloaded or stuck now and then.</summary>
internal sealed class Ina219Sensor : ISimulatedSensor
{
    private const double BusVolts = 12;
    private const int Levels = 200;
    private const double VoltsALevel = 1e-3;
    private const int Enxio = 6;
    private const double Overload = 0.5;

    private readonly Ina219Options _options = new();
    private SimulatedIna219 _chip = null!;
    private long _accepted;

    public string Name => "ina219";

    public TimeSpan Period => Ina219Options.Kind.DefaultPeriod;

    public int FaultKinds => 4;

    public int Id { get; set; }

    public ISensorDriver CreateDriver(TimeProvider time)
    {
        _chip = new SimulatedIna219(time) { BusVolts = BusVolts, ShuntVolts = VoltsALevel };
        var setup = new Ina219Setup(_options.ShuntOhms, _options.MaxAmperes, _options.BusRangeVolts, _options.Averaging);
        return new Ina219Driver(_options, Period, () => new Ina219Chip(_chip.Connect(), setup, _options.Device, Ina219Options.FirstAddress, time), time);
    }

    public async Task MeasureAsync(FaultPlan plan, Func<long> accepted, TimeProvider time, CancellationToken cancel)
    {
        for (var level = 0; !cancel.IsCancellationRequested; level = (level + 1) % Levels)
        {
            _chip.ShuntVolts = (level + 1) * VoltsALevel;
            await Pause.ForAsync(Period * 3, time, cancel);
            if (plan.IsDue(out var kind, out var length)) await HaveFaultAsync(kind, length, time, cancel);
            _accepted = accepted();
        }
    }

    public SoakVerdict Judge(IReadOnlyList<double> stored)
    {
        // 10 µV of the shunt, and what the calibration's whole number leaves of the current.
        var known = Enumerable.Range(1, Levels).Select(level => BusVolts * level * VoltsALevel / _options.ShuntOhms).ToArray();
        return new SoakVerdict(_accepted, Math.Max(0, _accepted - stored.Count), stored.Count(watts => !known.Any(level => Math.Abs(watts - level) < 0.005 * level)));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task HaveFaultAsync(int kind, TimeSpan length, TimeProvider time, CancellationToken cancel)
    {
        switch (kind)
        {
            case 0: _chip.AbsentErrno = Enxio; break;
            case 1: _chip.LoseSupply(); break;
            case 2: _chip.ShuntVolts = Overload; break;
            default: _chip.Oscillates = false; break;
        }

        await Pause.ForAsync(length, time, cancel);
        _chip.AbsentErrno = 0;
        _chip.Oscillates = true;
        _chip.ShuntVolts = VoltsALevel;
    }
}
