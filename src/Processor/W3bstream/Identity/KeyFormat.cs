namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>How a private key is written for other programs.</summary>
public enum KeyFormat
{
    /// <summary>32 bytes, big-endian.</summary>
    Raw,

    /// <summary>64 hexadecimal digits in lower case and a newline.</summary>
    Hex,

    /// <summary>PKCS#8 in PEM (RFC 7468, section 10), which names the curve.</summary>
    Pem,
}
