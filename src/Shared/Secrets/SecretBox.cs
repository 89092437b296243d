using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Shared.Secrets;

/// <summary>
/// Encrypts the secrets among the settings, such as a radio's key, so that neither the database nor a copy of it holds
/// them. Opens the key ring for each use and keeps nothing of it: a Receiver without secrets never loads the code, and a
/// key that was made meanwhile is seen.
/// </summary>
public sealed class SecretBox(KeyRing ring)
{
    private const string Prefix = "protected:";
    private const string Purpose = "PowerMeter sensor secret, form 1";

    /// <returns>Whether it has the form of what <see cref="Protect"/> makes.</returns>
    public static bool IsProtected(string? stored) => stored is not null && stored.StartsWith(Prefix, StringComparison.Ordinal);

    /// <returns>What may be stored: <c>protected:</c> and characters that JSON and URLs leave alone.</returns>
    /// <exception cref="SettingException">There is no key to protect it with.</exception>
    public string Protect(string plain)
    {
        ArgumentNullException.ThrowIfNull(plain);
        try
        {
            return Prefix + ring.Protector(Purpose).Protect(plain);
        }
        catch (CryptographicException e)
        {
            throw new SettingException($"The keys in {ring.Place} cannot be used: {Cause(e)}", e);
        }
    }

    /// <summary>The message of what it throws never holds any of the secret.</summary>
    /// <param name="stored">What <see cref="Protect"/> made.</param>
    /// <exception cref="SettingException">It is not protected, or was by a key that is not there any more.</exception>
    public string Reveal(string stored)
    {
        if (!IsProtected(stored)) throw SettingException.Of(new Sentence("Sensor_SecretOpen"));
        try
        {
            return ring.Protector(Purpose).Unprotect(stored[Prefix.Length..]);
        }
        catch (CryptographicException e)
        {
            throw SettingException.Of(new Sentence("Sensor_SecretLost", ring.Place), e);
        }
    }

    private static string Cause(Exception e) => e.GetBaseException().Message;
}
