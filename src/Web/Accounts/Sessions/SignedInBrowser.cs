namespace PowerMeter.Web.Accounts.Sessions;

/// <summary>A browser that is signed in.</summary>
/// <param name="Address">Of the connection that signed in; null when there was none.</param>
/// <param name="LastSeenAt">To within five minutes.</param>
/// <param name="IsThis">Whether it is the one that asks.</param>
public sealed record SignedInBrowser(int Id, string? Address, string UserAgent, DateTimeOffset SignedInAt, DateTimeOffset LastSeenAt, bool IsThis);
