using System.Security.Claims;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Accounts.Sessions;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Accounts;

/// <summary>Asked by what changes people, tokens and the site, whatever the page had shown: is it still an administrator, and may anything be changed?</summary>
public sealed class AdministratorCheck(SessionCheck sessions, ReadOnlyMode readOnly)
{
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    /// <exception cref="UnauthorizedAccessException">It is no administrator, or no more.</exception>
    public async Task CheckAsync(ClaimsPrincipal who, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(who);
        readOnly.Check();
        if (!who.IsInRole(User.Admin) || !await sessions.IsValidAsync(who, cancel)) throw new UnauthorizedAccessException("Only an administrator may do this.");
    }
}
