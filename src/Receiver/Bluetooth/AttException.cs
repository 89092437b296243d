using System.Globalization;

namespace PowerMeter.Receiver.Bluetooth;

/// <summary>A device did not keep to the protocol, gave no answer in time, or refused a request. The connection is of no more use, but for a refusal.</summary>
public sealed class AttException : Exception
{
    public AttException()
    {
    }

    public AttException(string message)
        : base(message)
    {
    }

    public AttException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The device refused a request.</summary>
    public AttException(AttOpcode request, ushort handle, AttErrorCode refusal)
        : base(string.Create(CultureInfo.InvariantCulture, $"it refuses {request} on handle 0x{handle:X4}: {Explain(refusal)}")) => Refusal = refusal;

    /// <summary>Whether the device said nothing at all.</summary>
    public bool IsSilence { get; init; }

    /// <summary>Why the device refused; null when it did something else.</summary>
    public AttErrorCode? Refusal { get; }

    private static string Explain(AttErrorCode code) => code switch
    {
        AttErrorCode.InsufficientAuthentication or AttErrorCode.InsufficientEncryption or AttErrorCode.EncryptionKeyTooShort =>
            $"{code}: it wants to be paired first (bluetoothctl pair ADDRESS)",
        AttErrorCode.InsufficientAuthorization => $"{code}: it lets this base station not do that",
        _ when Enum.IsDefined(code) => code.ToString(),
        // 0x80 to 0x9F are the device's own, 0xE0 to 0xFF those of common profiles.
        _ => string.Create(CultureInfo.InvariantCulture, $"error 0x{(byte)code:X2}"),
    };
}
