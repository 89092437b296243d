using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Accounts.Lan;

/// <summary>Who may see the dashboard: whoever is signed in, and the own network when the site's setting says so.</summary>
internal sealed class DashboardViewer(SiteCache sites) : AuthorizationHandler<DashboardViewer.Requirement>
{
    public bool May(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true } || (LanGuest.Is(user) && IsOpen());

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
    {
        if (May(context.User)) context.Succeed(requirement);
        return Task.CompletedTask;
    }

    private bool IsOpen()
    {
        try
        {
            return sites.Current.IsDashboardOnLan;
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            // Nobody has said yes yet.
            return false;
        }
    }

    internal sealed class Requirement : IAuthorizationRequirement;
}
