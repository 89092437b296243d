namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>IoTeX's own form of an address: the same 20 bytes as Ethereum's, in Bech32.</summary>
public static class IotexAddress
{
    public const string Prefix = "io";

    /// <param name="address">20 bytes.</param>
    /// <returns><c>io1…</c>, 41 characters.</returns>
    public static string Format(ReadOnlySpan<byte> address)
    {
        if (address.Length != EthereumAddress.Length) throw new ArgumentException("An address has 20 bytes.", nameof(address));
        return Bech32.Encode(Prefix, address);
    }
}
