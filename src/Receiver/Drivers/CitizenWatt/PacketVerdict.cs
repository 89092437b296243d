namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>What a received packet is worth; the later in this list, the more surely it is from our own sensor.</summary>
public enum PacketVerdict
{
    /// <summary>The six zero bytes are none: another key, or no packet of this kind.</summary>
    NotAuthentic,

    /// <summary>Authentic, and no such measurement can be.</summary>
    OutOfBounds,

    /// <summary>Authentic, and old, or the last one again.</summary>
    Replayed,

    Good,
}
