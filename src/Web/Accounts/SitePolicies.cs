using Microsoft.AspNetCore.Authorization;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Accounts;

/// <summary>Who may see which pages.</summary>
public static class SitePolicies
{
    /// <summary>What changes something: administrators.</summary>
    public const string Admin = "admin";

    /// <summary>What only shows the consumption.</summary>
    public const string Dashboard = "dashboard";

    public static void AddSitePolicies(this AuthorizationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddPolicy(Admin, policy => policy.RequireRole(User.Admin));
        builder.AddPolicy(Dashboard, policy => policy.RequireAuthenticatedUser());
    }
}
