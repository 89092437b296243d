using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>Reads a private key in the forms that other programs keep it in. No message holds any of it.</summary>
public static class KeyText
{
    /// <summary>No form of a key is longer, whatever stands around it.</summary>
    public const int MaxLength = 64 * 1024;

    public static readonly Sentence Allowed = new("W3b_KeyForms");

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <param name="source">What messages call it, such as <c>key.pem</c>.</param>
    /// <param name="curve">That of raw bytes and hexadecimal digits, which do not say; a PEM does.</param>
    /// <param name="required">Whether a PEM of another curve is refused.</param>
    /// <exception cref="SettingException">It holds no private key, an encrypted one, or one that the curve does not have.</exception>
    public static DeviceKey Read(ReadOnlySpan<byte> content, string source, KeyCurve curve, bool required)
    {
        ArgumentNullException.ThrowIfNull(curve);
        if (content.Length == KeyCurve.FieldLength) return OfScalar(content, source, curve);
        var characters = new char[content.Length];
        var scalar = new byte[KeyCurve.FieldLength];
        try
        {
            Encoding.Latin1.GetChars(content, characters);
            ReadOnlySpan<char> text = characters.AsSpan().Trim();
            if (text.Contains("-----BEGIN ", StringComparison.Ordinal)) return OfPem(text, source, required ? curve : null);
            var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
            if (digits.Length != 2 * KeyCurve.FieldLength || digits.ContainsAnyExcept(HexDigits))
                throw SettingException.Of(new Sentence("W3b_KeyOther", source, content.Length, Allowed));
            Convert.FromHexString(digits, scalar, out _, out _);
            return OfScalar(scalar, source, curve);
        }
        finally
        {
            Array.Clear(characters);
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    private static DeviceKey OfScalar(ReadOnlySpan<byte> scalar, string source, KeyCurve curve) => curve.Allows(scalar)
        ? DeviceKey.FromScalar(curve, scalar)
        : throw SettingException.Of(new Sentence("W3b_KeyNumber", source, curve.Name, Convert.ToHexStringLower(curve.Order)));

    // A PEM can hold several blocks: OpenSSL writes "EC PARAMETERS" before a key, and certificates may stand beside one.
    private static DeviceKey OfPem(ReadOnlySpan<char> text, string source, KeyCurve? required)
    {
        if (text.Contains("ENCRYPTED", StringComparison.Ordinal))
            throw SettingException.Of(new Sentence("W3b_KeyEncrypted", source));
        var others = "";
        for (var rest = text; PemEncoding.TryFind(rest, out var block); rest = rest[block.Location.End..])
        {
            var label = rest[block.Label].ToString();
            if (IsKey(label))
            {
                if (HoldsKey(rest[block.Location.End..])) throw SettingException.Of(new Sentence("W3b_KeySeveral", source));
                return OfBlock(rest[block.Base64Data], block.DecodedDataLength, label, source, required);
            }

            others = label;
        }

        throw SettingException.Of(others.Length == 0
            ? new Sentence("W3b_KeyUnended", source, Allowed)
            : new Sentence("W3b_KeyWithout", source, others, Allowed));
    }

    private static bool IsKey(string label) => label is "EC PRIVATE KEY" or "PRIVATE KEY";

    private static bool HoldsKey(ReadOnlySpan<char> text)
    {
        for (; PemEncoding.TryFind(text, out var block); text = text[block.Location.End..])
            if (IsKey(text[block.Label].ToString())) return true;
        return false;
    }

    private static DeviceKey OfBlock(ReadOnlySpan<char> base64, int length, string label, string source, KeyCurve? required)
    {
        var der = new byte[length];
        using var key = ECDsa.Create();
        ECParameters parameters = default;
        try
        {
            if (!Convert.TryFromBase64Chars(base64, der, out var written) || written != length) throw new CryptographicException();
            if (label == "PRIVATE KEY") key.ImportPkcs8PrivateKey(der, out _);
            else key.ImportECPrivateKey(der, out _);
            parameters = key.ExportParameters(includePrivateParameters: true);
            var curve = KeyCurve.Find(parameters.Curve)
                ?? throw SettingException.NotAllowed($"The curve of the key in {source}", parameters.Curve.IsNamed ? parameters.Curve.Oid.FriendlyName ?? parameters.Curve.Oid.Value : "given by numbers", KeyCurve.Allowed);
            if (required is not null && curve != required)
                throw SettingException.NotAllowed($"The curve of the key in {source}", curve.Name, $"{required.Name}, as --curve says");
            return OfScalar(parameters.D, source, curve);
        }
        catch (CryptographicException)
        {
            // What it was caused by stays away: nobody knows what a decoder puts into its messages.
            throw SettingException.Of(new Sentence("W3b_KeyBlock", source, label, Allowed));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
            CryptographicOperations.ZeroMemory(parameters.D);
        }
    }
}
