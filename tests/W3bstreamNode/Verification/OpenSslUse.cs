namespace PowerMeter.Tests.W3bstreamNode.Verification;

/// <summary>Which signatures OpenSSL's command verifies beside @noble/curves.</summary>
public enum OpenSslUse
{
    /// <summary>The first 20, then one in 50, and each that @noble/curves refuses.</summary>
    Sample,

    All,

    None,
}
