using System.Globalization;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>Decrypts packets and judges them. Not for several threads.</summary>
public sealed class CitizenWattDecoder(CitizenWattOptions options, ReplayGuard guard) : IDisposable
{
    /// <summary>No mains has more between two wires of a home.</summary>
    public const int MaxVolts = 500;

    /// <summary>The sensor runs on a few cells.</summary>
    public const int MaxBatteryMillivolts = 20_000;

    private readonly CitizenWattCipher _cipher = new(options.AesKey.Span);

    /// <param name="payload">16 bytes as they were received.</param>
    /// <param name="packet">Set when it is authentic.</param>
    public PacketVerdict Judge(ReadOnlySpan<byte> payload, out CitizenWattPacket packet)
    {
        if (!CitizenWattPacket.TryParse(_cipher.Decrypt(payload), out packet)) return PacketVerdict.NotAuthentic;
        if (!guard.TryTake(packet.TimerMilliseconds)) return PacketVerdict.Replayed;
        return packet.Watts >= options.MinWatts && packet.Watts <= options.MaxWatts
            && packet.Volts <= MaxVolts && packet.BatteryMillivolts <= MaxBatteryMillivolts
            ? PacketVerdict.Good
            : PacketVerdict.OutOfBounds;
    }

    /// <summary>Why it was not taken.</summary>
    public string Reason(PacketVerdict verdict, CitizenWattPacket packet) => verdict switch
    {
        PacketVerdict.NotAuthentic => "a packet that was not made with this AES key",
        PacketVerdict.Replayed => Text($"a packet that is not newer than the last one: its timer is {packet.TimerMilliseconds} ms, the last one's {guard.Last} ms"),
        _ => Text($"{packet.Watts} W, {packet.Volts} V, battery {packet.BatteryMillivolts} mV, which is not within {options.MinWatts} to {options.MaxWatts} W, {MaxVolts} V and {MaxBatteryMillivolts} mV"),
    };

    public void Dispose() => _cipher.Dispose();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
