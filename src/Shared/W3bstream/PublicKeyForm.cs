namespace PowerMeter.Shared.W3bstream;

/// <summary>What a message calls the device.</summary>
public enum PublicKeyForm
{
    /// <summary>The uncompressed public key, <c>04…</c>, 130 hexadecimal digits.</summary>
    Key,

    /// <summary>The Ethereum address, <c>0x…</c>.</summary>
    Address,
}
