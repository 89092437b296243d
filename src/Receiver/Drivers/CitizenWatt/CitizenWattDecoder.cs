using PowerMeter.Shared.Language;
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
    public Sentence Reason(PacketVerdict verdict, CitizenWattPacket packet) => verdict switch
    {
        PacketVerdict.NotAuthentic => new Sentence("Radio_NotAuthentic"),
        PacketVerdict.Replayed => new Sentence("Radio_OldPacket", (long)packet.TimerMilliseconds, guard.Last is { } last ? (long)last : ""),
        _ => new Sentence(
            "Radio_Beyond", (int)packet.Watts, (int)packet.Volts, (int)packet.BatteryMillivolts, options.MinWatts, options.MaxWatts, MaxVolts, MaxBatteryMillivolts),
    };

    public void Dispose() => _cipher.Dispose();
}
