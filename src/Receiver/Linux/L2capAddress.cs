using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Linux;

/// <summary>
/// The kernel's struct sockaddr_l2 for the ATT channel (net/bluetooth/l2cap.h): u16 family, u16 PSM, 6 bytes of address,
/// u16 channel, u8 address type, one byte of padding; PSM and channel little-endian everywhere. The same on x64, arm64 and
/// arm.
/// </summary>
public static class L2capAddress
{
    /// <summary>Bytes of the structure.</summary>
    public const int Length = 14;

    private const ushort AttChannel = 4;

    public static byte[] Encode(BluetoothAddress address, BluetoothAddressType type)
    {
        var bytes = new byte[Length];
        // In the machine's own order.
        MemoryMarshal.Write(bytes, (ushort)LibC.BluetoothFamily);
        address.CopyReversedTo(bytes.AsSpan(4));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), AttChannel);
        bytes[12] = (byte)type;
        return bytes;
    }
}
