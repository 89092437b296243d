namespace PowerMeter.Shared.W3bstream;

/// <summary>How the two numbers of an ECDSA signature are written.</summary>
public enum SignatureEncoding
{
    /// <summary>r and s, 32 bytes each (IEEE P1363).</summary>
    Raw,

    /// <summary>An ASN.1 sequence of two integers (RFC 3279, section 2.2.3).</summary>
    Der,
}
