using System.Security.Cryptography;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>
/// AES-128 on single blocks (FIPS 197), as the sensor's firmware uses it. ECB is no choice of ours: a packet is one
/// block, and its timer makes every packet another. Allocates nothing for a block; not for several threads.
/// </summary>
public sealed class CitizenWattCipher : IDisposable
{
    private readonly Aes _aes = Aes.Create();
    private readonly ICryptoTransform _decryptor;
    private readonly byte[] _cipher = new byte[CitizenWattPacket.Length];
    private readonly byte[] _plain = new byte[CitizenWattPacket.Length];

    /// <param name="key">16 bytes.</param>
    public CitizenWattCipher(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, AesKeyText.KeyLength);
#pragma warning disable CA5358 // See above: the sensor's firmware decides.
        _aes.Mode = CipherMode.ECB;
#pragma warning restore CA5358
        _aes.Padding = PaddingMode.None;
        _aes.Key = key.ToArray();
        _decryptor = _aes.CreateDecryptor();
    }

    /// <param name="block">16 bytes.</param>
    /// <returns>16 bytes, good until the next call.</returns>
    public ReadOnlySpan<byte> Decrypt(ReadOnlySpan<byte> block)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(block.Length, CitizenWattPacket.Length);
        block.CopyTo(_cipher);
        _decryptor.TransformBlock(_cipher, 0, _cipher.Length, _plain, 0);
        return _plain;
    }

    public void Dispose()
    {
        _decryptor.Dispose();
        _aes.Dispose();
    }
}
