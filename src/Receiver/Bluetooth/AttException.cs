using System.Globalization;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Bluetooth;

/// <summary>
/// A device did not keep to the protocol, gave no answer in time, or refused a request. The connection is of no more use, but for a
/// refusal. The sentence is the end of one that speaks of the device.
/// </summary>
public sealed class AttException : SentenceException
{
    public AttException(Sentence sentence)
        : base(sentence)
    {
    }

    /// <summary>The device refused a request.</summary>
    public AttException(AttOpcode request, ushort handle, AttErrorCode refusal)
        : base(new Sentence("Bluetooth_Refuses", request.ToString(), handle.ToString("X4", CultureInfo.InvariantCulture), Explain(refusal))) => Refusal = refusal;

    /// <summary>Whether the device said nothing at all.</summary>
    public bool IsSilence { get; init; }

    /// <summary>Why the device refused; null when it did something else.</summary>
    public AttErrorCode? Refusal { get; }

    private static Sentence Explain(AttErrorCode code) => code switch
    {
        AttErrorCode.InsufficientAuthentication or AttErrorCode.InsufficientEncryption or AttErrorCode.EncryptionKeyTooShort =>
            new Sentence("Bluetooth_WantsPairing", code.ToString()),
        AttErrorCode.InsufficientAuthorization => new Sentence("Bluetooth_NotAuthorised", code.ToString()),
        _ when Enum.IsDefined(code) => Sentence.Verbatim(code.ToString()),
        // 0x80 to 0x9F are the device's own, 0xE0 to 0xFF those of common profiles.
        _ => new Sentence("Bluetooth_ErrorCode", ((byte)code).ToString("X2", CultureInfo.InvariantCulture)),
    };
}
