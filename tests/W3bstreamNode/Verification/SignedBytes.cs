namespace PowerMeter.Tests.W3bstreamNode.Verification;

/// <summary>What is to be verified: ECDSA with SHA-256 over exactly <paramref name="Message"/>.</summary>
/// <param name="Signature">r and s, 32 bytes each, or DER.</param>
/// <param name="Signer">An uncompressed public key, <c>04…</c>, or an address, <c>0x…</c>.</param>
/// <param name="Curves">Which curves may be meant.</param>
public sealed record SignedBytes(byte[] Message, byte[] Signature, string Signer, IReadOnlyList<string> Curves)
{
    public static readonly IReadOnlyList<string> BothCurves = ["secp256k1", "secp256r1"];

    public bool NamesAddress => Signer.StartsWith("0x", StringComparison.Ordinal);
}
