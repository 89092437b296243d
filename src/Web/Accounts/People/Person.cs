namespace PowerMeter.Web.Accounts.People;

/// <summary>Somebody who may sign in, for the page that lists them.</summary>
/// <param name="LastSeenAt">Of the browsers that are signed in; null when none is.</param>
/// <param name="Tokens">API tokens of this user's that hold.</param>
public sealed record Person(int Id, string Name, string Role, DateTimeOffset CreatedAt, DateTimeOffset? LastSeenAt, int Tokens);
