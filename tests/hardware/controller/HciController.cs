using System.Buffers.Binary;
using PowerMeter.Receiver.Linux;

namespace PowerMeter.BluetoothController;

/// <summary>
/// The least that the kernel asks of a Low Energy controller: it says what it is, finds the plug when it is asked to scan,
/// connects to it, and carries its packets. Bluetooth Core 4.2, vol 2, part E (commands 7.x, events 7.7).
/// </summary>
/// <param name="send">Takes a packet for the kernel.</param>
internal sealed class HciController(PlugInReach plug, Action<byte[]> send)
{
    private const byte Command = 1, Data = 2, Event = 4;
    private const byte CommandComplete = 0x0E, CommandStatus = 0x0F, CompletedPackets = 0x13, LowEnergy = 0x3E;
    private const ushort Link = 0x0040;
    private const ushort AttChannel = 4;

    private readonly List<byte> _partial = [];
    private PacketSocket? _link;

    public void Take(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 4) return;
        if (packet[0] == Command) TakeCommand(BinaryPrimitives.ReadUInt16LittleEndian(packet[1..]), packet[4..]);
        else if (packet[0] == Data) TakeData(packet[1..]);
    }

    private void TakeCommand(ushort opcode, ReadOnlySpan<byte> parameters)
    {
        switch (opcode)
        {
            case 0x200D: // LE Create Connection
                SendEvent(CommandStatus, [0, 1, .. Bytes(opcode)]);
                _link = plug.Connect(SendData);
                SendEvent(LowEnergy, [0x01, 0, .. Bytes(Link), 0, 0, .. plug.Address, .. Bytes(0x18), 0, 0, .. Bytes(0x1F4), 0]);
                break;
            case 0x2016: // LE Read Remote Used Features
                SendEvent(CommandStatus, [0, 1, .. Bytes(opcode)]);
                SendEvent(LowEnergy, [0x04, 0, .. Bytes(Link), 0, 0, 0, 0, 0, 0, 0, 0]);
                break;
            case 0x0406: // Disconnect, with the reason behind the handle
                SendEvent(CommandStatus, [0, 1, .. Bytes(opcode)]);
                Drop();
                SendEvent(0x05, [0, .. Bytes(Link), 0x16]);
                break;
            default:
                SendEvent(CommandComplete, [1, .. Bytes(opcode), 0, .. Answer(opcode)]);
                if (opcode == 0x200C && parameters[0] == 1) Advertise();
                break;
        }
    }

    /// <summary>What follows the status; what is asked for nothing but its success has none.</summary>
    private static byte[] Answer(ushort opcode) => opcode switch
    {
        0x1001 => [8, 0, 0, 8, 0xFF, 0xFF, 0, 0], // Read Local Version: 4.2, no manufacturer
        0x1002 => new byte[64], // Read Local Supported Commands: none that is not asked for anyway
        0x1003 => [0, 0, 0, 0, 0x60, 0, 0, 0], // Read Local Supported Features: Low Energy, and nothing but Low Energy
        0x1009 => [0x01, 0x00, 0x00, 0x5E, 0x00, 0x02], // Read BD_ADDR
        0x2002 => [27, 0, 4], // LE Read Buffer Size: 4 packets of 27 bytes
        0x2003 => new byte[8], // LE Read Local Supported Features
        0x2007 => [0], // LE Read Advertising Channel Tx Power
        0x200F => [8], // LE Read White List Size
        0x201C => [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x03, 0, 0], // LE Read Supported States
        _ => [],
    };

    /// <summary>LE Advertising Report: the plug can be connected to.</summary>
    private void Advertise() => SendEvent(LowEnergy, [0x02, 1, 0, 0, .. plug.Address, 0, 0xC4]);

    private void TakeData(ReadOnlySpan<byte> packet)
    {
        // The kernel sends no more than the buffers are, until it hears that one is free.
        SendEvent(CompletedPackets, [1, .. Bytes(Link), 1, 0]);
        const int Continues = 1;
        if ((packet[1] >> 4 & 3) != Continues) _partial.Clear();
        _partial.AddRange(packet[4..]);
        if (_partial.Count < 4) return;
        var frame = _partial.ToArray();
        var length = BinaryPrimitives.ReadUInt16LittleEndian(frame);
        if (frame.Length < 4 + length) return;
        if (BinaryPrimitives.ReadUInt16LittleEndian(frame.AsSpan(2)) == AttChannel) _link?.Send(frame.AsSpan(4, length));
        _partial.Clear();
    }

    private void SendData(byte[] packet)
    {
        const ushort First = 0x2000;
        send([Data, .. Bytes(Link | First), .. Bytes(packet.Length + 4), .. Bytes(packet.Length), .. Bytes(AttChannel), .. packet]);
    }

    private void SendEvent(byte code, byte[] parameters) => send([Event, code, (byte)parameters.Length, .. parameters]);

    private void Drop()
    {
        _link?.Dispose();
        _link = null;
        _partial.Clear();
    }

    private static byte[] Bytes(int number) => [(byte)(number & 0xFF), (byte)(number >> 8)];
}
