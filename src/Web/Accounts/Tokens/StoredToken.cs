namespace PowerMeter.Web.Accounts.Tokens;

/// <summary>A bearer token that holds. What it is stands nowhere any more.</summary>
/// <param name="UserName">Whose rights it has at most.</param>
/// <param name="LastUsedAt">To within a minute; null: never.</param>
public sealed record StoredToken(int Id, string Name, string Scope, string UserName, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);
