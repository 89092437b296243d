using Microsoft.AspNetCore.Authorization;
using PowerMeter.Web.About;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Accounts.Lan;
using PowerMeter.Web.Components.Charts;
using PowerMeter.Web.Components.Dashboard;
using PowerMeter.Web.Components.Kiosk;
using PowerMeter.Web.Components.Data;
using PowerMeter.Web.FirstRun;
using PowerMeter.Web.Resources;
using PowerMeter.Web.Server;
using PowerMeter.Web.SiteSettings;

namespace PowerMeter.Web.Components;

internal static class PageServices
{
    /// <summary>
    /// The most bytes that a browser may send at once. A page brings back what its first picture has read, about 3 kB a sensor:
    /// with the usual 32 kB the dashboard of a dozen sensors would be cut off as it comes alive.
    /// </summary>
    private const int MostBytesOfMessage = 512 * 1024;

    public static void AddPages(this IHostApplicationBuilder builder)
    {
        builder.Services.AddTexts();
        builder.Services.Configure<RequestLocalizationOptions>(Languages.Configure);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            options.DisconnectedCircuitMaxRetained = 20;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
        }).AddHubOptions(options => options.MaximumReceiveMessageSize = MostBytesOfMessage);
        builder.Services.AddSingleton<SensorEnergy>();
        builder.Services.AddSingleton<SumExtremes>();
        builder.Services.AddSingleton<GhostReader>();
        builder.Services.AddSingleton(typeof(FirstPicture<>));
        builder.Services.AddSingleton<PowerMeter.Web.Storage.StorageQuery>();
        builder.Services.AddSingleton<ChartReader>();
        builder.Services.AddSingleton<TileReader>();
        builder.Services.AddSingleton<HourReader>();
        builder.Services.AddSingleton<DaysReader>();
        builder.Services.AddSingleton<SiteChanges>();
        builder.Services.AddSingleton<PowerMeter.Web.Storage.RetentionChanges>();
        builder.Services.AddSingleton<PowerMeter.Web.Storage.RemovalQuery>();
        builder.Services.AddSingleton<StationQuery>();
    }

    public static void UsePages(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseRequestLocalization();
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
            pages =>
            {
                pages.UseExceptionHandler("/error", createScopeForErrors: true);
                pages.UseStatusCodePagesWithReExecute("/not-found", "?status={0}", createScopeForStatusCodePages: true);
            });
        app.UseRouting();
        app.UseFirstRunGate();
        app.UseAuthentication();
        app.UseLanGuests();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    // Whoever may see the dashboard may have it alive; what the connection shows is asked for each page (Routes.razor).
    private static void LetViewersConnect(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && path.TrimStart('/').StartsWith(CircuitGate.Path.TrimStart('/'), StringComparison.Ordinal))
            endpoint.Metadata.Add(new AuthorizeAttribute(SitePolicies.Dashboard));
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/language/{language}", Languages.Choose).AllowAnonymous();
        // Our own policy says who may frame the pages: nobody.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .Add(endpoint => LetViewersConnect(endpoint));
    }
}
