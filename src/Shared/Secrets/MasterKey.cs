using System.Security.Cryptography;
using System.Text;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Secrets;

/// <summary>
/// What the keys in the database are encrypted by: AES-256-GCM (NIST SP 800-38D) with a nonce of its own for each. It lies in
/// a file on each machine, and in no database. Never written to a log.
/// </summary>
public sealed class MasterKey
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int FingerprintBytes = 8;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly byte[] Context = Encoding.UTF8.GetBytes("PowerMeter key ring, form 1");

    private readonly byte[] _key;

    /// <param name="key">32 random bytes.</param>
    public MasterKey(byte[] key, string file)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyBytes);
        (_key, File) = (key, file);
        Fingerprint = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("PowerMeter master key"))[..FingerprintBytes]);
    }

    /// <summary>Where it came from, for messages.</summary>
    public string File { get; }

    /// <summary>Tells whether two are the same, and nothing else of them.</summary>
    public string Fingerprint { get; }

    /// <param name="setting">What messages call the setting.</param>
    /// <exception cref="SettingException">There is none, others may read it, or it is no such key; the message never holds any of it.</exception>
    public static MasterKey Load(string setting, string file)
    {
        const string Allowed = "a file of mode 0600 with 32 random bytes in base64, the same on every machine";
        try
        {
            if (OperatingSystem.IsLinux() && System.IO.File.Exists(file) && (System.IO.File.GetUnixFileMode(file) & ~OwnerOnly) != 0)
                throw new SettingException($"{setting} is '{file}', which others than its owner may read; allowed: {Allowed}. 'chmod 600' closes it.");
            var key = Convert.FromBase64String(System.IO.File.ReadAllText(file).Trim());
            return key.Length == KeyBytes ? new MasterKey(key, file) : throw new SettingException($"{setting} is '{file}', which holds {key.Length} bytes; allowed: {Allowed}.");
        }
        catch (FormatException e)
        {
            throw new SettingException($"{setting} is '{file}', which is not base64; allowed: {Allowed}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{setting} is '{file}', which cannot be read ({e.Message}); allowed: {Allowed}.", e);
        }
    }

    /// <returns>Nonce, tag and what is encrypted.</returns>
    public byte[] Seal(byte[] plain)
    {
        ArgumentNullException.ThrowIfNull(plain);
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), Context);
        return sealedBytes;
    }

    /// <param name="sealedBytes">What <see cref="Seal"/> made.</param>
    /// <exception cref="CryptographicException">It was damaged, or is another master key's.</exception>
    public byte[] Open(byte[] sealedBytes)
    {
        ArgumentNullException.ThrowIfNull(sealedBytes);
        if (sealedBytes.Length < NonceBytes + TagBytes) throw new CryptographicException("Too short to have been encrypted by a master key.");
        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), plain, Context);
        return plain;
    }
}
