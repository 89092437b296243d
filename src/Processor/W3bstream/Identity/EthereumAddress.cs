using System.Text;

namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>The last 20 bytes of the Keccak-256 of a public key.</summary>
public static class EthereumAddress
{
    public const int Length = 20;

    /// <param name="publicKey">Uncompressed: 0x04 and the two coordinates, 65 bytes.</param>
    /// <returns>20 bytes.</returns>
    public static byte[] Of(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != 65 || publicKey[0] != 4) throw new ArgumentException("Not an uncompressed public key of 65 bytes.", nameof(publicKey));
        return Keccak256.Hash(publicKey[1..])[^Length..];
    }

    /// <returns><c>0x</c> and 40 hexadecimal digits, whose letters' cases are a checksum (EIP-55).</returns>
    public static string Format(ReadOnlySpan<byte> address)
    {
        if (address.Length != Length) throw new ArgumentException("An address has 20 bytes.", nameof(address));
        var digits = Convert.ToHexStringLower(address);
        var hash = Keccak256.Hash(Encoding.ASCII.GetBytes(digits));
        return "0x" + string.Create(digits.Length, (digits, hash), static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                // A letter is a capital where the hash's digit at the same place is at least 8.
                var nibble = i % 2 == 0 ? from.hash[i / 2] >> 4 : from.hash[i / 2] & 0xF;
                text[i] = nibble >= 8 ? char.ToUpperInvariant(from.digits[i]) : from.digits[i];
            }
        });
    }
}
