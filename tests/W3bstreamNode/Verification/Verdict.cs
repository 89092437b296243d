namespace PowerMeter.Tests.W3bstreamNode.Verification;

/// <summary>What @noble/curves says of a signature.</summary>
/// <param name="Ok">It was made by this key over exactly these bytes.</param>
/// <param name="Why">Why it is refused; null when it is not.</param>
/// <param name="Curve">secp256k1 or secp256r1: the one on which the key lies; null when none was found.</param>
/// <param name="Encoding">raw (r and s) or der.</param>
/// <param name="Key">Uncompressed, 130 hexadecimal digits: as given, or found by the address.</param>
/// <param name="Address">With EIP-55's checksum.</param>
/// <param name="Io">The same address as IoTeX writes it.</param>
/// <param name="HighS">s lies in the upper half of the curve's order.</param>
/// <param name="Checksum">False when the signature is right, but the address was written with a wrong checksum.</param>
public sealed record Verdict(
    bool Ok, string? Why = null, string? Curve = null, string? Encoding = null, string? Key = null, string? Address = null, string? Io = null,
    bool HighS = false, bool Checksum = true);
