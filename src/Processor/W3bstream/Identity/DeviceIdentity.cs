namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>What everybody may know of the device's key.</summary>
/// <param name="Curve">secp256k1 or secp256r1.</param>
/// <param name="PublicKeyHex">Uncompressed: <c>04…</c>, 130 hexadecimal digits in lower case.</param>
/// <param name="EthereumAddress"><c>0x…</c> with EIP-55's checksum.</param>
/// <param name="IotexAddress"><c>io1…</c></param>
public sealed record DeviceIdentity(string Curve, string PublicKeyHex, string EthereumAddress, string IotexAddress)
{
    /// <param name="publicKey">Uncompressed, 65 bytes.</param>
    public static DeviceIdentity Of(KeyCurve curve, ReadOnlySpan<byte> publicKey)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var address = Identity.EthereumAddress.Of(publicKey);
        return new DeviceIdentity(
            curve.Name, Convert.ToHexStringLower(publicKey), Identity.EthereumAddress.Format(address), Identity.IotexAddress.Format(address));
    }
}
