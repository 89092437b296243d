using PowerMeter.Receiver.Bluetooth;
using PowerMeter.Receiver.Drivers.Awox;

namespace PowerMeter.Tests.TestKit.Fuzz;

/// <summary>The attribute protocol's packets, each by every parser.</summary>
public sealed class AttPacketFuzzTarget : IFuzzTarget
{
    public string Name => "att";

    public IEnumerable<byte[]> Seeds =>
    [
        [0x01, 0x06, 0x01, 0x00, 0x0A], [0x03, 0x17, 0x00], [0x05, 0x01, 0x17, 0x00, 0x02, 0x29], [0x07, 0x10, 0x00, 0x1F, 0x00],
        [0x09, 0x07, 0x12, 0x00, 0x08, 0x13, 0x00, 0xF3, 0xFF, 0x15, 0x00, 0x10, 0x16, 0x00, 0xF4, 0xFF], [0x13],
        [0x1B, 0x16, 0x00, .. SmartPlugFrame.AskStatus()], [0x1D, 0x16, 0x00, 0x0F], [0x02, 0x17, 0x00], [0x52, 0x13, 0x00],
        [0x09, 0x15, 0x12, 0x00, 0x08, 0x13, 0x00, .. new byte[16]], [0x05, 0x02, 0x17, 0x00, .. new byte[16]],
    ];

    public bool Take(byte[] input)
    {
        List<HandleRange> services = [];
        List<GattCharacteristic> characteristics = [];
        List<(ushort, ushort)> attributes = [];
        var taken = AttPacket.TryParseError(input, out _, out _, out _);
        if (AttPacket.TryParseServices(input, services)) taken = Within(services.Count, input.Length / 4, "services");
        if (AttPacket.TryParseCharacteristics(input, characteristics)) taken = Within(characteristics.Count, input.Length / 7, "characteristics");
        if (AttPacket.TryParseInformation(input, attributes)) taken = Within(attributes.Count, input.Length / 4, "attributes");
        if (!AttPacket.TryParseValue(input, out _, out var value)) return taken;
        FuzzException.Unless(value.Length == input.Length - 3, $"A value of {value.Length} bytes");
        return true;
    }

    private static bool Within(int count, int most, string what)
    {
        FuzzException.Unless(count >= 1 && count <= most, $"{count} {what} of a packet that has room for {most}");
        return true;
    }
}
