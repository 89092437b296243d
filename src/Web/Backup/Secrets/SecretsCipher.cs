using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Format;

namespace PowerMeter.Web.Backup.Secrets;

/// <summary>
/// The form of <c>secrets.bin</c>: <c>PMSECRET</c>, a version (1 byte: 1), the rounds (4 bytes, big-endian), a salt (16), a nonce (12),
/// the ciphertext, a tag (16). AES-256-GCM (NIST SP 800-38D); the key is PBKDF2-HMAC-SHA256 (RFC 8018) of the passphrase. The
/// associated data are all bytes before the ciphertext and the hash of the file's contents, so that secrets fit no other file.
/// </summary>
internal static class SecretsCipher
{
    /// <summary>OWASP's figure of 2023 for PBKDF2-HMAC-SHA256; a Raspberry Pi 4 takes a second or two for it.</summary>
    public const int Rounds = 600_000;

    /// <summary>A file that claims more would keep the machine busy for hours.</summary>
    private const int MostRounds = 20_000_000;

    /// <summary>Bytes: some keys and tokens are a few KB.</summary>
    public const int MaxLength = 4 << 20;

    private const byte Version = 1;
    private const int SaltLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int RoundsAt = 9;
    private const int SaltAt = RoundsAt + 4;
    private const int NonceAt = SaltAt + SaltLength;
    private const int HeaderLength = NonceAt + NonceLength;

    private static ReadOnlySpan<byte> Magic => "PMSECRET"u8;

    public static byte[] Encrypt(BackupSecrets secrets, Passphrase passphrase, byte[] contentsHash)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(secrets, BackupJson.Default.BackupSecrets);
        if (plain.Length > MaxLength) throw new BackupException(new Sentence("Backup_SecretsLarge", plain.Length, MaxLength));
        var bytes = new byte[HeaderLength + plain.Length + TagLength];
        Magic.CopyTo(bytes);
        bytes[Magic.Length] = Version;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(RoundsAt), Rounds);
        RandomNumberGenerator.Fill(bytes.AsSpan(SaltAt, SaltLength + NonceLength));
        var key = KeyOf(passphrase, bytes.AsSpan(SaltAt, SaltLength), Rounds);
        try
        {
            using var aes = new AesGcm(key, TagLength);
            aes.Encrypt(bytes.AsSpan(NonceAt, NonceLength), plain, bytes.AsSpan(HeaderLength, plain.Length), bytes.AsSpan(^TagLength..), [.. bytes.AsSpan(0, HeaderLength), .. contentsHash]);
            return bytes;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <exception cref="BackupException">The passphrase is another one, or the entry was changed.</exception>
    public static BackupSecrets Decrypt(byte[] bytes, Passphrase passphrase, byte[] contentsHash)
    {
        if (bytes.Length < HeaderLength + TagLength || !bytes.AsSpan().StartsWith(Magic) || bytes[Magic.Length] != Version)
            throw new BackupException(new Sentence("Backup_SecretsUnknown"));
        var rounds = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(RoundsAt));
        if (rounds is < 1 or > MostRounds) throw new BackupException(new Sentence("Backup_SecretsRounds", rounds, MostRounds));
        var plain = new byte[bytes.Length - HeaderLength - TagLength];
        var key = KeyOf(passphrase, bytes.AsSpan(SaltAt, SaltLength), rounds);
        try
        {
            using var aes = new AesGcm(key, TagLength);
            aes.Decrypt(bytes.AsSpan(NonceAt, NonceLength), bytes.AsSpan(HeaderLength, plain.Length), bytes.AsSpan(^TagLength..), plain, [.. bytes.AsSpan(0, HeaderLength), .. contentsHash]);
            return JsonSerializer.Deserialize(plain, BackupJson.Default.BackupSecrets) ?? throw new BackupException(new Sentence("Backup_SecretsEmpty"));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new BackupException(new Sentence("Backup_PassphraseOther"), e);
        }
        catch (JsonException e)
        {
            throw new BackupException(new Sentence("Backup_SecretsOdd"), e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static byte[] KeyOf(Passphrase passphrase, ReadOnlySpan<byte> salt, int rounds)
    {
        const int KeyLength = 32;
        var bytes = passphrase.Bytes;
        try
        {
            return Rfc2898DeriveBytes.Pbkdf2(bytes, salt, rounds, HashAlgorithmName.SHA256, KeyLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
