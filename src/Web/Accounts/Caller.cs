using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Accounts;

/// <summary>Who calls the API, and what he may do.</summary>
/// <param name="Name">For the record of what was asked: a user's name, or <c>token</c> and the token's.</param>
public sealed record Caller(string Name, TokenScope Scope)
{
    /// <summary>Who was let in to this call.</summary>
    public static Caller Of(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Features.Get<Caller>() ?? throw new InvalidOperationException("The call was not checked.");
    }

    public static Caller Of(string userName, string? role) => new(userName, ScopeOf(role));

    /// <summary>The most that somebody of this role may do. Whoever is no admin only looks.</summary>
    public static TokenScope ScopeOf(string? role) => role == User.Admin ? TokenScope.Admin : TokenScope.Read;

    public bool May(TokenScope needed) => Scope >= needed;
}
