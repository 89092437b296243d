namespace PowerMeter.Tests.W3bstreamNode.Messages;

/// <summary>Signatures, keys and addresses as text.</summary>
internal static class SignatureText
{
    private const int MostDigits = 300; // DER of two numbers of 32 bytes has at most 144

    /// <exception cref="BadMessageException">These are no hexadecimal digits, two for each byte.</exception>
    public static byte[] Bytes(string digits)
    {
        if (digits.Length is 0 or > MostDigits || digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
            throw new BadMessageException("'signature' is not written in hexadecimal digits, two for each byte.");
        return Convert.FromHexString(digits);
    }

    /// <returns>The key or the address as it is.</returns>
    /// <exception cref="BadMessageException">It is neither.</exception>
    public static string Signer(string text, string name)
    {
        var isKey = text.Length == 130 && text.StartsWith("04", StringComparison.Ordinal) && text.All(char.IsAsciiHexDigit);
        return isKey || IsAddress(text) ? text : throw new BadMessageException($"'{name}' is neither 04 and 128 hexadecimal digits nor 0x and 40.");
    }

    public static bool IsAddress(string text) =>
        text.Length == 42 && text.StartsWith("0x", StringComparison.Ordinal) && text.Skip(2).All(char.IsAsciiHexDigit);
}
