namespace PowerMeter.Web.Accounts;

/// <summary>What came of a token.</summary>
/// <param name="Caller">Who it is; null when it was refused.</param>
/// <param name="WaitSeconds">How long to wait before the next try, for Retry-After; 0 when it may be made at once.</param>
public sealed record TokenResult(Caller? Caller, int WaitSeconds);
