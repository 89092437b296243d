namespace PowerMeter.Receiver.Drivers.Awox;

/// <summary>
/// What the plug and its user say to each other: 0x0F, length (the payload's and one more), payload, checksum, 0xFF 0xFF.
/// </summary>
public static class SmartPlugFrame
{
    public const byte Start = 0x0F;
    public const byte End = 0xFF;

    /// <summary>Bytes of the longest frame: the length is one byte, and counts neither itself, nor the start, nor the end.</summary>
    public const int MaxLength = byte.MaxValue + 4;

    /// <summary>The first byte of a payload: a question about the status, and its answer.</summary>
    public const byte StatusCode = 4;

    /// <summary>The first byte of a payload: an order to switch, and its confirmation.</summary>
    public const byte SwitchCode = 3;

    public static byte[] AskStatus() => Make(StatusCode, 0, 0, 0);

    public static byte[] Switch(bool on) => Make(SwitchCode, 0, on ? (byte)1 : (byte)0, 0, 0);

    /// <param name="payload">1 to 254 bytes.</param>
    public static byte[] Make(params ReadOnlySpan<byte> payload) =>
        [Start, (byte)(payload.Length + 1), .. payload, Checksum(payload), End, End];

    public static byte Checksum(ReadOnlySpan<byte> payload)
    {
        var sum = 1;
        foreach (var b in payload) sum += b;
        return (byte)(sum & 0xFF);
    }

    /// <summary>Whether the plug confirms that it switched: the frame begins with 0F 04 03.</summary>
    public static bool IsSwitchConfirmation(ReadOnlySpan<byte> payload) => payload.Length == 3 && payload[0] == SwitchCode;
}
