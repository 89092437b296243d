using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Accounts;

/// <summary>What came of a try to sign in.</summary>
/// <param name="User">Who it is; null when it was refused.</param>
/// <param name="Wait">How long to wait before the next try; null when it may be made at once. Answer 429 with Retry-After.</param>
public sealed record SignInResult(User? User, TimeSpan? Wait)
{
    public static readonly SignInResult Refused = new(null, null);

    /// <summary>The wait in whole seconds, rounded up, as Retry-After wants it; 0 without one.</summary>
    public int WaitSeconds => (int)Math.Ceiling(Wait?.TotalSeconds ?? 0);
}
