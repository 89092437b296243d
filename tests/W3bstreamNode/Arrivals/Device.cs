namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>Who has signed.</summary>
/// <param name="Address">With EIP-55's checksum.</param>
/// <param name="Io">The same as IoTeX writes it.</param>
/// <param name="Key">Uncompressed, 130 hexadecimal digits.</param>
/// <param name="Curve">secp256k1 or secp256r1.</param>
public sealed record Device(string Address, string Io, string Key, string Curve);
