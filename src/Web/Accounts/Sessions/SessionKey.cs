using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PowerMeter.Web.Accounts.Sessions;

/// <summary>What the cookie of a session holds: 256 random bits in base64url (RFC 4648). The database keeps their SHA-256.</summary>
public static class SessionKey
{
    private const int RandomBytes = 32;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
