using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Sensors;

/// <summary>
/// A CitizenWatt sensor whose powers count up; now and then with another's packets, packets of before, a radio whose
/// supply dips, a loose wire, or nothing on the air.
/// </summary>
internal sealed class CitizenWattSensor : ISimulatedSensor
{
    private readonly SimulatedCitizenWatt _sensor = new(SimulatedCitizenWatt.TestKey);
    private readonly SimulatedCitizenWatt _stranger = new([.. Enumerable.Repeat((byte)7, 16)]);
    private readonly HashSet<double> _good = new(20_000);
    private readonly Queue<RadioPacket> _sent = new();
    private SimulatedNrf24 _radio = null!;
    private ushort _watts;

    public string Name => "citizenwatt";

    public TimeSpan Period => CitizenWattOptions.Kind.DefaultPeriod;

    public int FaultKinds => 6;

    public int Id { get; set; }

    public ISensorDriver CreateDriver(TimeProvider time)
    {
        _radio = new SimulatedNrf24(time);
        return new CitizenWattDriver(
            new CitizenWattOptions(SimulatedCitizenWatt.TestKey, MaxWatts: ushort.MaxValue), Period, () => _radio, () => _radio, new ReplayGuard(null, _ => { }), time);
    }

    public async Task MeasureAsync(FaultPlan plan, Func<long> accepted, TimeProvider time, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var packet = _sensor.Measure(++_watts);
            if (_radio.Hear(packet)) _good.Add(_watts);
            _sent.Enqueue(packet);
            if (_sent.Count > 100) _sent.Dequeue();
            await Pause.ForAsync(Period, time, cancel);
            if (!plan.IsDue(out var kind, out var length)) continue;
            // What the radio has taken is good: it is read before the fault.
            await Pause.UntilAsync("every packet is read", () => accepted() >= _good.Count);
            await HaveFaultAsync(kind, length, time, cancel);
        }
    }

    public SoakVerdict Judge(IReadOnlyList<double> stored) => SoakVerdict.Compare(_good, stored);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task HaveFaultAsync(int kind, TimeSpan length, TimeProvider time, CancellationToken cancel)
    {
        switch (kind)
        {
            case 0: _radio.BrownOut(); break;
            case 1: _radio.Wiring = Nrf24Wiring.MisoLow; break;
            case 2: _radio.Wiring = Nrf24Wiring.MisoHigh; break;
            case 3: await SendAsync(length, _ => _stranger.Measure(60_001), time, cancel); return;
            case 4: await SendAsync(length, at => _sent.ElementAt(at % _sent.Count), time, cancel); return;
        }

        await Pause.ForAsync(length, time, cancel);
        _radio.Wiring = default;
        // The next look at its registers comes within 10 s and sets it up again.
        await Pause.ForAsync(TimeSpan.FromSeconds(20), time, cancel);
    }

    private async Task SendAsync(TimeSpan length, Func<int, RadioPacket> packet, TimeProvider time, CancellationToken cancel)
    {
        for (var at = 0; at * Period < length && !cancel.IsCancellationRequested; at++)
        {
            _radio.Hear(packet(at));
            await Pause.ForAsync(Period, time, cancel);
        }
    }
}
