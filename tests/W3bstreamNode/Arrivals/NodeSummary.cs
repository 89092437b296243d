namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>What has come, ever; with a store also before a restart, but for what was refused.</summary>
/// <param name="Accepted">Readings that were kept, each counted once.</param>
/// <param name="Refused">Messages that were refused for what was in them, bad signatures among them.</param>
/// <param name="Failed">Requests that were answered wrongly because the node was told to fail.</param>
/// <param name="Unauthorised">Requests with another token.</param>
/// <param name="Duplicates">The same event again.</param>
/// <param name="Twins">Another event for the same device and time.</param>
/// <param name="Late">Later than the option says.</param>
/// <param name="ByOpenSsl">Signatures that OpenSSL's command has verified as well.</param>
/// <param name="Disputed">Signatures that one of the two takes and the other refuses.</param>
/// <param name="RedirectsFollowed">Requests to where a redirect had pointed.</param>
public sealed record NodeSummary(
    long Accepted, long Refused, long BadSignatures, long Failed, long Unauthorised, long Duplicates, long Twins, long OutOfOrder, long Late,
    long ByOpenSsl, long Disputed, long RedirectsFollowed, IReadOnlyList<DeviceCounts> Devices);
