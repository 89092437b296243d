using System.Security.Cryptography;
using PowerMeter.Processor.W3bstream.Signing;

namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>
/// The device's private key. Its bytes lie in OpenSSL's memory, which OpenSSL clears when the key is let go of; what
/// <see cref="ExportScalar"/> and the like give is the caller's to clear. Safe for several threads.
/// </summary>
public sealed class DeviceKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly Lock _signing = new();

    private DeviceKey(KeyCurve curve, ECDsa key)
    {
        Curve = curve;
        _key = key;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        PublicKey = new byte[] { 4 }.Concat(point.X!).Concat(point.Y!).ToArray();
        Identity = DeviceIdentity.Of(curve, PublicKey.Span);
    }

    public KeyCurve Curve { get; }

    /// <summary>Uncompressed: 0x04 and the two coordinates, 65 bytes.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    public DeviceIdentity Identity { get; }

    public static DeviceKey Make(KeyCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        return new DeviceKey(curve, ECDsa.Create(curve.Curve));
    }

    /// <param name="scalar">The private key, 32 bytes, big-endian; see <see cref="KeyCurve.Allows"/>.</param>
    public static DeviceKey FromScalar(KeyCurve curve, ReadOnlySpan<byte> scalar)
    {
        ArgumentNullException.ThrowIfNull(curve);
        if (!curve.Allows(scalar)) throw new ArgumentException("Not a private key of the curve.", nameof(scalar));
        var copy = scalar.ToArray();
        try
        {
            return new DeviceKey(curve, ECDsa.Create(new ECParameters { Curve = curve.Curve, D = copy }));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    /// <summary>Signs by ECDSA with SHA-256 over exactly these bytes.</summary>
    /// <returns>r and s, 32 bytes each with their leading zeros, s the lower of the two that would do.</returns>
    public byte[] SignData(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        return SignHash(hash);
    }

    /// <summary>As <see cref="SignData"/>, over what has been hashed already.</summary>
    /// <param name="hash">32 bytes.</param>
    public byte[] SignHash(ReadOnlySpan<byte> hash)
    {
        var signature = new byte[2 * KeyCurve.FieldLength];
        lock (_signing)
        {
            if (!_key.TrySignHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out var written) || written != signature.Length)
                throw new CryptographicException("The signature does not have 64 bytes.");
        }

        LowS.Normalise(Curve, signature);
        return signature;
    }

    /// <returns>The private key, 32 bytes, big-endian: clear them after use.</returns>
    public byte[] ExportScalar()
    {
        var scalar = _key.ExportParameters(includePrivateParameters: true).D!;
        if (scalar.Length == KeyCurve.FieldLength) return scalar;
        var padded = new byte[KeyCurve.FieldLength];
        scalar.CopyTo(padded, padded.Length - scalar.Length);
        CryptographicOperations.ZeroMemory(scalar);
        return padded;
    }

    /// <returns>PKCS#8 (RFC 5958), which names the curve: clear it after use.</returns>
    public byte[] ExportPkcs8() => _key.ExportPkcs8PrivateKey();

    public void Dispose() => _key.Dispose();
}
