using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Awox;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Sensors;

/// <summary>A plug whose powers count up, in two notifications each; out of reach, mute, or garbling now and then.</summary>
internal sealed class AwoxSensor : ISimulatedSensor
{
    private const uint Garbled = 3_999_999;

    private readonly AttPeer _peer = new();

    /// <summary>By milliwatts: the number of the connection by which they were said, 0 for those that were not.</summary>
    private readonly int[] _said = new int[100_000];
    private uint _milliwatts;

    public string Name => "awox";

    public TimeSpan Period => AwoxOptions.Kind.DefaultPeriod;

    public int FaultKinds => 3;

    public int Id { get; set; }

    public ISensorDriver CreateDriver(TimeProvider time)
    {
        if (!BluetoothAddress.TryParse("98:7B:F3:01:02:03", out var address)) throw new InvalidOperationException("That is no address.");
        _peer.Plug.Milliwatts = ++_milliwatts;
        _peer.Plug.Cut = Cut;
        var factor = time is AcceleratedTimeProvider fast ? fast.Factor : 1;
        return new AwoxDriver(new AwoxOptions(address), Period, _ => new HurriedChannel(_peer.Connect(), factor), time);
    }

    public async Task MeasureAsync(FaultPlan plan, Func<long> accepted, TimeProvider time, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await Pause.ForAsync(Period, time, cancel);
            _peer.Received.Clear();
            if (!plan.IsDue(out var kind, out var length)) continue;
            // What was answered is good: it is read before the fault.
            _peer.Plug.AnswersStatus = false;
            await SettleAsync(time, cancel);
            await HaveFaultAsync(kind, length, time, cancel);
        }

        _peer.Plug.AnswersStatus = false;
        await SettleAsync(time, CancellationToken.None);
    }

    // An answer that took so long that the driver gave its connection up was not delivered: a pause of 50 ms of this
    // machine is 5 s of the driver's.
    public SoakVerdict Judge(IReadOnlyList<double> stored)
    {
        var kept = stored.ToHashSet();
        var good = Enumerable.Range(0, _said.Length - 1).Where(said => _said[said] != 0 && (kept.Contains(Watts(said)) || _said[said + 1] == _said[said]));
        return SoakVerdict.Compare([.. good.Select(Watts)], stored);
    }

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private static double Watts(int milliwatts) => milliwatts / 1000.0;

    /// <summary>What was answered before the fault is on its way.</summary>
    private static Task SettleAsync(TimeProvider time, CancellationToken cancel) => Pause.ForAsync(TimeSpan.FromSeconds(20), time, cancel);

    private IEnumerable<byte[]> Cut(byte[] frame)
    {
        if (frame[2] != 0x04) return [frame];
        if (_peer.Plug.Milliwatts == Garbled)
        {
            frame[8] ^= 0x10;
            return [frame];
        }

        _said[_milliwatts] = _peer.Connections;
        _peer.Plug.Milliwatts = ++_milliwatts;
        return [frame[..9], frame[9..]];
    }

    private async Task HaveFaultAsync(int kind, TimeSpan length, TimeProvider time, CancellationToken cancel)
    {
        switch (kind)
        {
            case 0:
                _peer.IsPlugged = false;
                _peer.Drop();
                break;
            case 1:
                _peer.IsMute = true;
                break;
            default:
                _peer.Plug.Milliwatts = Garbled;
                _peer.Plug.AnswersStatus = true;
                break;
        }

        await Pause.ForAsync(length, time, cancel);
        _peer.Plug.AnswersStatus = false;
        _peer.IsPlugged = true;
        _peer.IsMute = false;
        _peer.Plug.Milliwatts = _milliwatts;
        _peer.Plug.AnswersStatus = true;
    }
}
