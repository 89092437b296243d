using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

/// <summary>Hours of all that can go wrong: what the radio heard of our sensor is taken, each once, and nothing else.</summary>
public sealed class RadioDayTests
{
    private const int Packets = 3000;

    private readonly Random _random = new(8);
    private readonly RadioBench _bench = new();
    private readonly SimulatedCitizenWatt _neighbour = new([.. Enumerable.Repeat((byte)9, 16)]);
    private readonly List<double> _good = [];
    private readonly List<RadioPacket> _recorded = [];
    private int _bad;

    [Fact]
    public void No_good_packet_is_lost_and_no_bad_one_is_taken()
    {
        using var bench = _bench;
        bench.Start();
        for (var i = 0; i < Packets; i++)
        {
            Trouble();
            Wait(_random.Next(1, 9));
            var packet = bench.Sensor.Measure((ushort)_random.Next(25_000));
            if (!bench.Radio.Hear(packet)) continue;
            _recorded.Add(packet);
            _good.Add(Watts(packet));
        }

        Wait(1);
        _good.Count.ShouldBeGreaterThan(Packets / 2);
        _bad.ShouldBeGreaterThan(Packets / 10);
        bench.Sink.Watts.ShouldBe(_good);
        bench.Sink.Rejected.Count.ShouldBe(_bad);
        bench.Sink.Readings.Select(reading => reading.Time).ShouldBeInOrder(SortDirection.Ascending);
        bench.Sink.Readings.Select(reading => reading.Time).Distinct().Count().ShouldBe(_good.Count);
    }

    /// <summary>The radio's FIFO is empty before and after.</summary>
    private void Trouble()
    {
        Wait(0.1);
        switch (_random.Next(12))
        {
            case 0: _bench.Radio.BrownOut(); break;
            case 1: Wait(120); break;
            case 2: Bad(_neighbour.Measure(77)); break;
            case 3: Bad(new RadioPacket(Garbage())); break;
            case 4 when _recorded.Count > 0: Bad(_recorded[_random.Next(_recorded.Count)]); break;
            case 5: Unplug(); break;
            case 6: _bench.Radio.Hear(_bench.Sensor.Measure(1) with { Channel = 1 }).ShouldBeFalse(); break;
            default: break;
        }
    }

    private void Bad(RadioPacket packet)
    {
        if (_bench.Radio.Hear(packet)) _bad++;
        Wait(0.1);
    }

    private void Unplug()
    {
        _bench.Radio.Wiring = _random.Next(2) == 0 ? Nrf24Wiring.MisoLow : Nrf24Wiring.MisoHigh;
        Should.Throw<RadioException>(() => _bench.Run(1));
        _bench.Radio.BrownOut();
        _bench.Radio.Wiring = Nrf24Wiring.Good;
        _bench.Start();
    }

    private byte[] Garbage()
    {
        var bytes = new byte[CitizenWattPacket.Length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private void Wait(double seconds) => _bench.Run(seconds);

    private static double Watts(RadioPacket packet)
    {
        using var cipher = new CitizenWattCipher(SimulatedCitizenWatt.TestKey);
        CitizenWattPacket.TryParse(cipher.Decrypt(packet.Bytes.Span), out var plain).ShouldBeTrue();
        return plain.Watts;
    }
}
