using System.Buffers.Binary;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>What the sensor says, decrypted: 16 bytes, little-endian, of which the last six are zero.</summary>
/// <param name="Volts">Of the mains.</param>
/// <param name="BatteryMillivolts">Of the sensor's own battery.</param>
/// <param name="TimerMilliseconds">Since the sensor's start; begins again at 0 after 2³² ms, which are 49.7 days.</param>
public readonly record struct CitizenWattPacket(ushort Watts, ushort Volts, ushort BatteryMillivolts, uint TimerMilliseconds)
{
    /// <summary>Bytes: one block of AES.</summary>
    public const int Length = 16;

    private const int ZerosStart = 10;

    /// <param name="plain">After decryption.</param>
    /// <returns>False unless it has its length and the six zeros, which are the only proof that it was made with the key.</returns>
    public static bool TryParse(ReadOnlySpan<byte> plain, out CitizenWattPacket packet)
    {
        packet = default;
        if (plain.Length != Length || plain[ZerosStart..].ContainsAnyExcept((byte)0)) return false;
        packet = new CitizenWattPacket(
            BinaryPrimitives.ReadUInt16LittleEndian(plain),
            BinaryPrimitives.ReadUInt16LittleEndian(plain[2..]),
            BinaryPrimitives.ReadUInt16LittleEndian(plain[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(plain[6..]));
        return true;
    }

    /// <param name="plain">16 bytes.</param>
    public void Write(Span<byte> plain)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(plain, Watts);
        BinaryPrimitives.WriteUInt16LittleEndian(plain[2..], Volts);
        BinaryPrimitives.WriteUInt16LittleEndian(plain[4..], BatteryMillivolts);
        BinaryPrimitives.WriteUInt32LittleEndian(plain[6..], TimerMilliseconds);
        plain[ZerosStart..Length].Clear();
    }
}
