using System.Globalization;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Acs712;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Sensors;

/// <summary>An Arduino on a pseudo-terminal whose powers count up; unplugged, silent or garbling now and then.</summary>
internal sealed class Acs712Sensor : ISimulatedSensor
{
    /// <summary>Said until the port is read again: not counted.</summary>
    private const double WarmUp = 5000;

    private static readonly string[] Garbage =
        ["garbage\r\n", "nan\r\n", "1e999\r\n", "||\r\n", "99999\r\n", $"{new string('7', 400)}\r\n", "\u00ff\u00fe\u0000\r\n", "3.9|x|12.3\r\n", "4.0|88.0\r\n"];

    private readonly TemporaryDirectory _directory = new();
    private readonly List<double> _good = new(100_000);
    private PseudoTerminal _line = null!;

    public string Name => "acs712";

    public TimeSpan Period => Acs712Options.Kind.DefaultPeriod;

    public int FaultKinds => 3;

    public int Id { get; set; }

    public ISensorDriver CreateDriver(TimeProvider time)
    {
        _line = new PseudoTerminal(_directory);
        var options = new Acs712Options(_line.Device);
        return new Acs712Driver(options, Period, () => SerialPort.Open(options.Device, options.Baud), time);
    }

    public async Task MeasureAsync(FaultPlan plan, Func<long> accepted, TimeProvider time, CancellationToken cancel)
    {
        await PlugAsync(accepted, time, cancel);
        var warmUps = accepted();
        while (!cancel.IsCancellationRequested)
        {
            var watts = (_good.Count + 1) / 100.0;
            await _line.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{watts:F2}\r\n"));
            _good.Add(watts);
            await Pause.ForAsync(Period, time, cancel);
            if (!plan.IsDue(out var kind, out var length)) continue;
            // A line that was written is good: it is read before the fault.
            await Pause.UntilAsync("every line is read", () => accepted() >= warmUps + _good.Count);
            await HaveFaultAsync(kind, length, accepted, time, cancel);
            warmUps = accepted() - _good.Count;
        }

        await Pause.UntilAsync("the last lines are read", () => accepted() >= warmUps + _good.Count);
    }

    public SoakVerdict Judge(IReadOnlyList<double> stored) => SoakVerdict.Compare(_good, [.. stored.Where(watts => watts != WarmUp)]);

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        _directory.Dispose();
    }

    private async Task HaveFaultAsync(int kind, TimeSpan length, Func<long> accepted, TimeProvider time, CancellationToken cancel)
    {
        switch (kind)
        {
            case 0:
                await _line.UnplugAsync();
                await Pause.ForAsync(length, time, cancel);
                await PlugAsync(accepted, time, cancel);
                break;
            case 1:
                await Pause.ForAsync(length, time, cancel);
                break;
            default:
                for (var at = 0; at * Period < length && !cancel.IsCancellationRequested; at++)
                {
                    await _line.WriteAsync(Garbage[at % Garbage.Length]);
                    await Pause.ForAsync(Period, time, cancel);
                }

                break;
        }
    }

    /// <summary>Plugs it in, and talks until the Receiver listens.</summary>
    private async Task PlugAsync(Func<long> accepted, TimeProvider time, CancellationToken cancel)
    {
        await _line.PlugAsync();
        for (var before = accepted(); accepted() == before && !cancel.IsCancellationRequested;)
        {
            await _line.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{WarmUp:F2}\r\n"));
            await Pause.ForAsync(TimeSpan.FromSeconds(2), time, cancel);
        }

        // What was said meanwhile is on its way.
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, CancellationToken.None);
    }
}
