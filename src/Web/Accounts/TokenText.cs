using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PowerMeter.Web.Accounts;

/// <summary>A bearer token as it is sent: <c>pm_</c> and 256 random bits in base64url (RFC 4648), 46 characters.</summary>
public static class TokenText
{
    /// <summary>So that a token is known as one wherever it turns up.</summary>
    public const string Prefix = "pm_";

    private const int RandomBytes = 32;
    private const int Length = 46;

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <returns>What the database keeps of it; null for what can be no token.</returns>
    public static byte[]? HashOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == Length && text.StartsWith(Prefix, StringComparison.Ordinal) ? SHA256.HashData(Encoding.UTF8.GetBytes(text)) : null;
    }
}
