using Microsoft.AspNetCore.Authorization;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Accounts.Lan;

namespace PowerMeter.Web.Accounts;

/// <summary>Who may see which pages. A page that says nothing is for whoever is signed in.</summary>
public static class SitePolicies
{
    /// <summary>What changes something: administrators.</summary>
    public const string Admin = "admin";

    /// <summary>What only shows the consumption: also the own network without signing in, when the site's setting says so.</summary>
    public const string Dashboard = "dashboard";

    public static void AddSitePolicies(this AuthorizationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddPolicy(Admin, policy => policy.RequireRole(User.Admin));
        builder.AddPolicy(Dashboard, policy => policy.AddRequirements(new DashboardViewer.Requirement()));
        builder.Services.AddSingleton<LanCaller>();
        builder.Services.AddSingleton<DashboardViewer>();
        builder.Services.AddSingleton<IAuthorizationHandler>(services => services.GetRequiredService<DashboardViewer>());
    }
}
