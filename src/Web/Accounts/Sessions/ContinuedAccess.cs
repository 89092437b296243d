using Microsoft.AspNetCore.Authentication;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Accounts.Sessions;

/// <summary>Whether the token or the session that a long answer began with still holds.</summary>
public sealed class ContinuedAccess(TokenQuery tokens, SessionCheck sessions, TimeProvider time)
{
    public async Task<bool> HoldsAsync(HttpContext http, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(http);
        try
        {
            if (BearerHeader.Of(http.Request) is { } token) return TokenText.HashOf(token) is { } hash && await tokens.FindAsync(hash, cancel) is not null;
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            // Nothing can be read without the database.
            return true;
        }

        var ends = http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        if (ends <= time.GetUtcNow() || http.User.UserId() is null) return false;
        // Asked of the database, not of what was known up to a minute ago.
        sessions.Forget(http.User);
        return await sessions.IsValidAsync(http.User, cancel);
    }
}
