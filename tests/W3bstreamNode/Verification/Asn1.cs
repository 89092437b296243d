using System.Formats.Asn1;
using System.Numerics;

namespace PowerMeter.Tests.W3bstreamNode.Verification;

/// <summary>What OpenSSL's command reads: keys and signatures in DER.</summary>
internal static class Asn1
{
    private const string EcPublicKey = "1.2.840.10045.2.1"; // RFC 5480, section 2.1.1

    /// <summary>A SubjectPublicKeyInfo (RFC 5480, section 2).</summary>
    /// <param name="key">Uncompressed, 65 bytes.</param>
    public static byte[] PublicKey(string curve, byte[] key)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(EcPublicKey);
                writer.WriteObjectIdentifier(CurveIdentifier(curve));
            }

            writer.WriteBitString(key);
        }

        return writer.Encode();
    }

    /// <summary>An Ecdsa-Sig-Value (RFC 3279, section 2.2.3).</summary>
    /// <param name="signature">r and s, 32 bytes each.</param>
    public static byte[] Signature(byte[] signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature.AsSpan(0, 32), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature.AsSpan(32, 32), isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    // SEC 2, appendix A.2; RFC 5480, section 2.1.1.1.
    private static string CurveIdentifier(string curve) => curve switch
    {
        "secp256k1" => "1.3.132.0.10",
        "secp256r1" => "1.2.840.10045.3.1.7",
        _ => throw new ArgumentOutOfRangeException(nameof(curve), curve, "Allowed: secp256k1 and secp256r1."),
    };
}
