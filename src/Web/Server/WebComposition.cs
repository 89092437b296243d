using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Api.V1;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Components;
using PowerMeter.Web.Corrections;
using PowerMeter.Web.Display;
using PowerMeter.Web.FirstRun;
using PowerMeter.Web.Import;
using PowerMeter.Web.Live;
using PowerMeter.Web.Monitoring;
using PowerMeter.Web.Offers;
using PowerMeter.Web.Push;
using PowerMeter.Web.Queries;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Tariffs;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Server;

/// <summary>What the Web process is made of. It stands here once, so that what looks at every call looks at every call there is.</summary>
internal static class WebComposition
{
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddPowerMeterWeb(this WebApplicationBuilder builder)
    {
        builder.AddServer();
        builder.AddApiTransport();
        builder.AddWebDatabase();
        builder.AddQueries();
        builder.AddTurns();
        builder.AddAccounts();
        builder.AddLive();
        builder.AddMonitoring();
        builder.AddDisplayPicture();
        builder.AddPush();
        builder.AddSensorSetup();
        builder.AddOffers();
        builder.AddTariffs();
        builder.AddCorrections();
        builder.AddW3bstream();
        builder.AddImport();
        builder.AddBackup();
        builder.AddFirstRun();
        builder.AddPages();
        builder.AddApiDocuments();
    }

    public static void MapPowerMeterWeb(this WebApplication app)
    {
        app.UseProxies();
        app.UseApiTransport();
        app.UsePages();
        app.UseCircuitGate();
        app.UseReadOnlyGate();
        app.UseRateLimiter();
        app.MapMonitoring();
        app.MapDisplayPicture();
        app.MapAccounts();
        app.MapTickets();
        app.MapBackup();
        app.MapCompatibleApi();
        app.MapV1Api();
        app.MapApiDocuments();
        app.MapPages();
    }
}
