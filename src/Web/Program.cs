using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Server;
using PowerMeter.Web.Setup;

return await ServiceHost.MainAsync(async () =>
{
    if (SetUpCommand.Handles(args)) return await SetUpCommand.RunAsync(args);

    var builder = WebServer.CreateBuilder();
    builder.AddPowerMeterDefaults();
    builder.AddPowerMeterWeb();

    var app = builder.Build();
    app.MapPowerMeterWeb();
    return await WebServer.RunAsync(app);
});
