namespace PowerMeter.Web.Monitoring;

/// <summary>How the readings for W3bstream get on.</summary>
/// <param name="LagSeconds">How long ago the oldest window that waits ended; 0 when none waits.</param>
/// <param name="Sent">Ever, as <paramref name="Failed"/> and <paramref name="Dropped"/>.</param>
/// <param name="Fault">Why nothing is made or sent; null when all is well.</param>
public sealed record W3bstreamFigures(long Waiting, long FailedNow, double LagSeconds, long Sent, long Failed, long Dropped, string? Fault);
