using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Api.V1;
using PowerMeter.Web.Components;
using PowerMeter.Web.Import;
using PowerMeter.Web.Live;
using PowerMeter.Web.Monitoring;
using PowerMeter.Web.Offers;
using PowerMeter.Web.Push;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;
using PowerMeter.Web.Setup;
using PowerMeter.Web.Tariffs;

return await ServiceHost.MainAsync(async () =>
{
    if (SetUpCommand.Handles(args)) return await SetUpCommand.RunAsync(args);

    var builder = WebServer.CreateBuilder();
    builder.AddPowerMeterDefaults();
    builder.AddServer();
    builder.AddApiTransport();
    builder.AddWebDatabase();
    builder.AddQueries();
    builder.AddTurns();
    builder.AddAccounts();
    builder.AddLive();
    builder.AddMonitoring();
    builder.AddPush();
    builder.AddOffers();
    builder.AddTariffs();
    builder.AddImport();
    builder.AddPages();
    builder.AddApiDocuments();

    var app = builder.Build();
    app.UseApiTransport();
    app.UsePages();
    app.UseCircuitGate();
    app.UseReadOnlyGate();
    app.UseRateLimiter();
    app.MapMonitoring();
    app.MapAccounts();
    app.MapCompatibleApi();
    app.MapV1Api();
    app.MapApiDocuments();
    app.MapPages();
    return await WebServer.RunAsync(app);
});
