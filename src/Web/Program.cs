using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.V1;
using PowerMeter.Web.Components;
using PowerMeter.Web.Import;
using PowerMeter.Web.Live;
using PowerMeter.Web.Push;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;
using PowerMeter.Web.Setup;

return await ServiceHost.MainAsync(async () =>
{
    if (SetUpCommand.Handles(args)) return await SetUpCommand.RunAsync(args);

    var builder = WebServer.CreateBuilder();
    builder.AddPowerMeterDefaults();
    builder.AddServer();
    builder.AddDatabase("web");
    builder.AddHeartbeat("web");
    builder.AddQueries();
    builder.AddTurns();
    builder.AddAccounts();
    builder.AddLive();
    builder.AddPush();
    builder.AddImport();
    builder.AddPages();

    var app = builder.Build();
    app.UsePages();
    app.UseRateLimiter();
    app.MapHealth();
    app.MapAccounts();
    app.MapCompatibleApi();
    app.MapV1Api();
    app.MapPages();
    return await WebServer.RunAsync(app);
});
