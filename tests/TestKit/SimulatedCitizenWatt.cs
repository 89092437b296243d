using System.Security.Cryptography;
using PowerMeter.Receiver.Drivers.CitizenWatt;

namespace PowerMeter.Tests.TestKit;

/// <summary>The sensor: makes packets with a key, and a timer that begins at 0 when it is started.</summary>
public sealed class SimulatedCitizenWatt(byte[] key)
{
    /// <summary>0, 1 … 15: of the tests, and of tests/wire/citizenwatt.</summary>
    public static byte[] TestKey => [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    /// <summary>As one types it.</summary>
    public static string TestKeyText => string.Join('-', TestKey);

    /// <summary>Milliseconds since it was started.</summary>
    public uint Timer { get; set; } = 8000;

    public ushort Volts { get; set; } = 230;

    public ushort BatteryMillivolts { get; set; } = 4100;

    /// <summary>The next packet, so many milliseconds after the last one.</summary>
    public RadioPacket Measure(ushort watts, uint afterMilliseconds = 8000)
    {
        Timer = unchecked(Timer + afterMilliseconds);
        return new RadioPacket(Encrypt(new CitizenWattPacket(watts, Volts, BatteryMillivolts, Timer)));
    }

    public byte[] Encrypt(CitizenWattPacket packet)
    {
        var plain = new byte[CitizenWattPacket.Length];
        packet.Write(plain);
        return Encrypt(plain);
    }

    public byte[] Encrypt(byte[] plain)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        return aes.EncryptEcb(plain, PaddingMode.None);
    }
}
