using System.Buffers.Binary;

namespace PowerMeter.Receiver.Drivers.Awox;

/// <summary>The plug's answer to the question about its status.</summary>
/// <param name="Watts">0 to 4,294,967.295, in steps of 0.001.</param>
/// <param name="Volts">Of the mains: 0 to 255.</param>
public readonly record struct SmartPlugStatus(bool SwitchedOn, double Watts, byte Volts)
{
    /// <summary>The answer begins with 0F 0F 04: its payload has 14 bytes.</summary>
    private const int PayloadLength = 14;

    /// <summary>
    /// Counted from the frame's start, byte 4 is on or off, byte 5 unused, bytes 6 to 9 are milliwatts, big-endian, byte 10
    /// volts; a payload starts at byte 2.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out SmartPlugStatus status)
    {
        var ok = payload.Length == PayloadLength && payload[0] == SmartPlugFrame.StatusCode;
        status = ok ? new SmartPlugStatus(payload[2] != 0, BinaryPrimitives.ReadUInt32BigEndian(payload[4..]) / 1000.0, payload[8]) : default;
        return ok;
    }
}
