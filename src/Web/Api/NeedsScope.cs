using PowerMeter.Web.Accounts;

namespace PowerMeter.Web.Api;

/// <summary>What a call needs more than to look. Said where it is mapped, asked where its credentials are checked.</summary>
internal sealed record NeedsScope(TokenScope Scope)
{
    public static TokenScope Of(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<NeedsScope>()?.Scope ?? TokenScope.Read;

    /// <returns>What to answer; null when the caller may.</returns>
    public static string? Refusal(HttpContext http, Caller caller) => Of(http) is var needed && caller.May(needed)
        ? null
        : $"This call needs {needed.ToString().ToLowerInvariant()} rights, and {caller.Name} has {caller.Scope.ToString().ToLowerInvariant()}: the lesser of what the token and its user may.";
}
