using System.Buffers.Binary;

namespace PowerMeter.Receiver.Bluetooth;

/// <summary>
/// Makes and takes apart ATT packets (Bluetooth Core, vol 3, part F, 3.4); numbers are little-endian. What cannot be
/// taken apart gives false: nothing here throws for what a device sends.
/// </summary>
public static class AttPacket
{
    /// <summary>The longest packet until another length is agreed upon, in bytes: what we say we take.</summary>
    public const int DefaultMtu = 23;

    /// <summary>The longest packet that any device has reason to send: an attribute of 512 bytes, and its header.</summary>
    public const int Longest = 517;

    public static byte[] ExchangeMtuResponse() => [(byte)AttOpcode.ExchangeMtuResponse, DefaultMtu, 0];

    public static byte[] RequestNotSupported(byte opcode) => [(byte)AttOpcode.ErrorResponse, opcode, 0, 0, (byte)AttErrorCode.RequestNotSupported];

    /// <summary>Asks for the primary services of a 16-bit UUID.</summary>
    public static byte[] FindService(HandleRange range, ushort uuid) =>
        Write([(byte)AttOpcode.FindByTypeValueRequest, 0, 0, 0, 0, 0, 0, 0, 0], range.First, range.Last, GattUuid.PrimaryService, uuid);

    public static byte[] FindCharacteristics(HandleRange range) =>
        Write([(byte)AttOpcode.ReadByTypeRequest, 0, 0, 0, 0, 0, 0], range.First, range.Last, GattUuid.Characteristic);

    public static byte[] FindInformation(HandleRange range) =>
        Write([(byte)AttOpcode.FindInformationRequest, 0, 0, 0, 0], range.First, range.Last);

    /// <param name="opcode">Write Request, which is answered, or Write Command, which is not.</param>
    public static byte[] Write(AttOpcode opcode, ushort handle, ReadOnlySpan<byte> value)
    {
        var packet = new byte[3 + value.Length];
        packet[0] = (byte)opcode;
        BinaryPrimitives.WriteUInt16LittleEndian(packet.AsSpan(1), handle);
        value.CopyTo(packet.AsSpan(3));
        return packet;
    }

    public static bool TryParseError(ReadOnlySpan<byte> packet, out AttOpcode request, out ushort handle, out AttErrorCode code)
    {
        var ok = packet.Length == 5 && packet[0] == (byte)AttOpcode.ErrorResponse;
        request = ok ? (AttOpcode)packet[1] : default;
        handle = ok ? U16(packet[2..]) : default;
        code = ok ? (AttErrorCode)packet[4] : default;
        return ok;
    }

    /// <param name="value">Of a notification or an indication.</param>
    public static bool TryParseValue(ReadOnlySpan<byte> packet, out ushort handle, out ReadOnlySpan<byte> value)
    {
        var ok = packet.Length >= 3;
        handle = ok ? U16(packet[1..]) : default;
        value = ok ? packet[3..] : default;
        return ok;
    }

    /// <summary>Adds the services that the answer to <see cref="FindService"/> names.</summary>
    public static bool TryParseServices(ReadOnlySpan<byte> packet, ICollection<HandleRange> services)
    {
        const int Size = 4;
        if (packet.Length < 1 + Size || (packet.Length - 1) % Size != 0 || packet[0] != (byte)AttOpcode.FindByTypeValueResponse) return false;
        for (var rest = packet[1..]; rest.Length > 0; rest = rest[Size..])
        {
            var service = new HandleRange(U16(rest), U16(rest[2..]));
            if (service.First == 0 || service.Last < service.First) return false;
            services.Add(service);
        }

        return true;
    }

    /// <summary>Adds the characteristics that the answer to <see cref="FindCharacteristics"/> names; vol 3, part G, 3.3.1.</summary>
    public static bool TryParseCharacteristics(ReadOnlySpan<byte> packet, ICollection<GattCharacteristic> characteristics)
    {
        const int Short = 7;
        const int Long = 21;
        if (packet.Length < 2 || packet[0] != (byte)AttOpcode.ReadByTypeResponse || packet[1] is not (Short or Long)) return false;
        int size = packet[1];
        if (packet.Length < 2 + size || (packet.Length - 2) % size != 0) return false;
        for (var rest = packet[2..]; rest.Length > 0; rest = rest[size..])
            characteristics.Add(new GattCharacteristic(U16(rest), (GattProperties)rest[2], U16(rest[3..]), Uuid(rest[5..size])));
        return true;
    }

    /// <summary>Adds the attributes that the answer to <see cref="FindInformation"/> names: handle and 16-bit UUID, 0 for a long one.</summary>
    public static bool TryParseInformation(ReadOnlySpan<byte> packet, ICollection<(ushort Handle, ushort Uuid)> attributes)
    {
        if (packet.Length < 2 || packet[0] != (byte)AttOpcode.FindInformationResponse || packet[1] is not (1 or 2)) return false;
        var size = packet[1] == 1 ? 4 : 18;
        if (packet.Length < 2 + size || (packet.Length - 2) % size != 0) return false;
        for (var rest = packet[2..]; rest.Length > 0; rest = rest[size..]) attributes.Add((U16(rest), Uuid(rest[2..size])));
        return true;
    }

    private static byte[] Write(byte[] packet, params ReadOnlySpan<ushort> numbers)
    {
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(packet.AsSpan(1 + 2 * i), numbers[i]);
        return packet;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    /// <summary>A long UUID on the Bluetooth base has its short form in bytes 12 and 13; any other has none: 0.</summary>
    private static ushort Uuid(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 2 ? U16(bytes)
        : bytes[..12].SequenceEqual(GattUuid.Base) && bytes[14] == 0 && bytes[15] == 0 ? U16(bytes[12..])
        : (ushort)0;
}
