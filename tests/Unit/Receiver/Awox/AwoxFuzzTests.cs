using PowerMeter.Receiver.Bluetooth;
using PowerMeter.Receiver.Drivers.Awox;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Awox;

/// <summary>Whatever a device sends: no exception but the protocol's own, no hang, no reading out of bounds.</summary>
public sealed class AwoxFuzzTests
{
    private const int Rounds = 200_000;

    private static readonly byte[][] Packets =
    [
        [0x01, 0x06, 0x01, 0x00, 0x0A], [0x03, 0x17, 0x00], [0x05, 0x01, 0x17, 0x00, 0x02, 0x29], [0x07, 0x10, 0x00, 0x1F, 0x00],
        [0x09, 0x07, 0x12, 0x00, 0x08, 0x13, 0x00, 0xF3, 0xFF, 0x15, 0x00, 0x10, 0x16, 0x00, 0xF4, 0xFF], [0x13],
        [0x1B, 0x16, 0x00, .. SmartPlugFrame.Make(3, 0, 0)], [0x1D, 0x16, 0x00, 0x0F], [0x02, 0x17, 0x00], [0x52, 0x13, 0x00],
    ];

    private readonly Random _random = new(16);

    [Fact]
    public void No_notification_breaks_the_assembler()
    {
        var seeds = Wire.ReadAll();
        var frames = new FrameAssembler();
        var (read, rejected) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            frames.Push(Mutate(seeds[_random.Next(seeds.Length)]), Take, _ => rejected++);
            if (round % 4 == 0) frames.Abandon(_ => rejected++);
        }

        read.ShouldBeGreaterThan(Rounds / 20);
        rejected.ShouldBeGreaterThan(Rounds / 20);

        void Take(ReadOnlySpan<byte> payload)
        {
            payload.Length.ShouldBeInRange(1, 254);
            if (!SmartPlugStatus.TryParse(payload, out var status)) return;
            read++;
            (status.Watts is >= 0 and <= 4_294_967.295).ShouldBeTrue();
        }
    }

    [Fact]
    public void No_packet_breaks_the_parsers()
    {
        var services = new List<HandleRange>();
        var characteristics = new List<GattCharacteristic>();
        var attributes = new List<(ushort, ushort)>();
        var parsed = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var packet = Mutate(Packets[_random.Next(Packets.Length)]);
            services.Clear();
            characteristics.Clear();
            attributes.Clear();
            if (AttPacket.TryParseServices(packet, services)) services.Count.ShouldBeInRange(1, packet.Length / 4);
            if (AttPacket.TryParseCharacteristics(packet, characteristics)) characteristics.Count.ShouldBeInRange(1, packet.Length / 7);
            if (AttPacket.TryParseInformation(packet, attributes)) attributes.Count.ShouldBeInRange(1, packet.Length / 4);
            if (AttPacket.TryParseError(packet, out _, out _, out _)) parsed++;
            if (AttPacket.TryParseValue(packet, out _, out var value)) value.Length.ShouldBe(packet.Length - 3);
            parsed += services.Count + characteristics.Count + attributes.Count;
        }

        parsed.ShouldBeGreaterThan(Rounds / 10);
    }

    [Fact]
    public void No_device_hangs_the_session()
    {
        var (sessions, sink) = (0, new CollectingSink());
        while (sessions < Rounds / 200)
        {
            var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
            using var device = new RandomDevice(time, Packets, Mutate, _random);
            BluetoothAddress.TryParse("98:7B:F3:01:02:03", out var address).ShouldBeTrue();
            var session = new AwoxSession(
                new AwoxOptions(address), TimeSpan.FromSeconds(8), sink, new SwitchQueue("closed"), () => { }, time, CancellationToken.None);
            // Each ends by the protocol's own exception: refused, silent, unreadable, or lost at last.
            Should.Throw<Exception>(() => session.Run(device)).ShouldBeAssignableTo<Exception>()
                .ShouldSatisfyAllConditions(e => (e is AttException or PowerMeter.Receiver.Linux.KernelException).ShouldBeTrue(e.ToString()));
            sessions++;
        }

        foreach (var reading in sink.Readings) reading.Watts.ShouldBeInRange(0, 4000);
    }

    private byte[] Mutate(byte[] seed)
    {
        var bytes = seed.ToList();
        for (var changes = _random.Next(3); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = _random.Next(bytes.Count);
            switch (_random.Next(5))
            {
                case 0: bytes[at] = (byte)_random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << _random.Next(8)); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes.Insert(at, (byte)_random.Next(256)); break;
                default: bytes.InsertRange(at, Enumerable.Repeat((byte)_random.Next(256), _random.Next(40))); break;
            }
        }

        return [.. bytes];
    }
}
