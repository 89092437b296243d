using PowerMeter.Processor.W3bstream.Identity;

namespace PowerMeter.Processor.W3bstream.Signing;

/// <summary>A signature in ASN.1's distinguished encoding: SEQUENCE { INTEGER r, INTEGER s } (RFC 3279, section 2.2.3).</summary>
public static class DerSignature
{
    private const byte Sequence = 0x30;
    private const byte Integer = 0x02;

    /// <param name="signature">r and s, 32 bytes each.</param>
    /// <returns>8 to 72 bytes.</returns>
    public static byte[] Encode(ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 2 * KeyCurve.FieldLength) throw new ArgumentException("A signature has 64 bytes.", nameof(signature));
        byte[] content = [.. EncodeInteger(signature[..KeyCurve.FieldLength]), .. EncodeInteger(signature[KeyCurve.FieldLength..])];
        return [Sequence, (byte)content.Length, .. content];
    }

    /// <summary>As short as can be: no zeros before, but one where the first bit would make it negative.</summary>
    private static byte[] EncodeInteger(ReadOnlySpan<byte> number)
    {
        var first = Math.Min(number.IndexOfAnyExcept((byte)0) is var found and >= 0 ? found : number.Length, number.Length - 1);
        var digits = number[first..];
        return (digits[0] & 0x80) != 0
            ? [Integer, (byte)(digits.Length + 1), 0, .. digits]
            : [Integer, (byte)digits.Length, .. digits];
    }
}
