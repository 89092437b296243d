namespace PowerMeter.Tests.W3bstreamNode.Verification;

/// <summary>What both implementations say of a signature.</summary>
/// <param name="OpenSsl">What OpenSSL's command says; null when it was not asked.</param>
public sealed record Judgement(Verdict Noble, bool? OpenSsl)
{
    /// <summary>Nobody who was asked refuses it.</summary>
    public bool IsVerified => Noble.Ok && OpenSsl is not false;

    /// <summary>One says yes and the other no: one of the two implementations, or this program, is wrong.</summary>
    public bool IsDisputed => OpenSsl is { } openSsl && openSsl != (Noble.Ok || !Noble.Checksum);

    public string Why => IsDisputed && Noble.Ok ? "openssl refuses the signature, which @noble/curves takes" : Noble.Why ?? "";
}
