using System.Buffers.Binary;
using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Tests.TestKit.Fuzz;

/// <summary>
/// The radio's packets: the input as it is received, and as what a sensor with the right key encrypts, with and without
/// its six zeros. Bytes 16 to 19, if there are any, are the last timer.
/// </summary>
public sealed class CitizenWattFuzzTarget : IFuzzTarget
{
    private const int PacketBytes = 16;

    private readonly CitizenWattOptions _options = new(SimulatedCitizenWatt.TestKey, MinWatts: 5, MaxWatts: 30_000);
    private readonly SimulatedCitizenWatt _sensor = new(SimulatedCitizenWatt.TestKey);

    public string Name => "citizenwatt";

    public IEnumerable<byte[]> Seeds =>
    [
        .. File.ReadLines(Repository.File("tests/wire/citizenwatt/packets.txt")).Select(line => Convert.FromHexString(line.Split(' ')[0])),
        Plain(1234, 230, 4098, 16_003), Plain(30_000, 500, 20_000, uint.MaxValue), Plain(5, 0, 0, 1), Plain(4, 501, 20_001, 0),
        [.. Plain(100, 230, 3000, 8000), 0x40, 0x1F, 0, 0], [.. Plain(100, 230, 3000, 8000), 0xFF, 0xFF, 0xFF, 0xFF],
    ];

    public bool Take(byte[] input)
    {
        ArgumentNullException.ThrowIfNull(input);
        long? last = input.Length >= PacketBytes + 4 ? BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(PacketBytes)) : null;
        var bytes = new byte[PacketBytes];
        input.AsSpan(0, Math.Min(input.Length, PacketBytes)).CopyTo(bytes);

        var taken = Judge(bytes, last, mayBeGood: true) | Judge(_sensor.Encrypt(bytes), last, !bytes.AsSpan(10).ContainsAnyExcept((byte)0));
        bytes.AsSpan(10).Clear();
        return taken | Judge(_sensor.Encrypt(bytes), last, mayBeGood: true);
    }

    /// <returns>Whether it was taken.</returns>
    private bool Judge(byte[] payload, long? last, bool mayBeGood)
    {
        var guard = new ReplayGuard(last, _ => { });
        var before = guard.Last;
        using var decoder = new CitizenWattDecoder(_options, guard);
        var verdict = decoder.Judge(payload, out var packet);
        FuzzException.Unless(decoder.Reason(verdict, packet).ToString().Length is > 0 and < 200, "The reason is empty or long");
        if (verdict != PacketVerdict.Good) return false;

        FuzzException.Unless(mayBeGood, "A packet without its six zeros was taken");
        FuzzException.Unless(packet.Watts >= _options.MinWatts && packet.Watts <= _options.MaxWatts, $"{packet.Watts} W were taken");
        FuzzException.Unless(packet.Volts <= CitizenWattDecoder.MaxVolts, $"{packet.Volts} V were taken");
        FuzzException.Unless(packet.BatteryMillivolts <= CitizenWattDecoder.MaxBatteryMillivolts, $"{packet.BatteryMillivolts} mV were taken");
        FuzzException.Unless(
            before is null || packet.TimerMilliseconds > before || (before >= ReplayGuard.NearWrapMilliseconds && packet.TimerMilliseconds != before),
            $"The timer {packet.TimerMilliseconds} was taken after {before}");
        FuzzException.Unless(decoder.Judge(payload, out _) == PacketVerdict.Replayed, "A packet was taken twice");
        return true;
    }

    private static byte[] Plain(ushort watts, ushort volts, ushort batteryMillivolts, uint timerMilliseconds)
    {
        var bytes = new byte[PacketBytes];
        new CitizenWattPacket(watts, volts, batteryMillivolts, timerMilliseconds).Write(bytes);
        return bytes;
    }
}
