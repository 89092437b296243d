using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using PowerMeter.Processor;
using PowerMeter.Processor.Display;
using PowerMeter.Processor.Energy;
using PowerMeter.Processor.Retention;
using PowerMeter.Processor.Tariffs;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;

return await ServiceHost.MainAsync(async () =>
{
    if (TestDisplay.Parse(args) is { } test) return test.Run(new FramebufferFinder(), Console.Out);
    if (IdentityCommand.Parse(args) is { } identity) return identity.Run();
    var command = ProcessorCommand.Parse(args);
    var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
    builder.AddPowerMeterDefaults();
    builder.AddDatabase("processor");
    builder.AddSchemaWatch();
    builder.AddHeartbeat("processor");
    builder.AddEnergy();
    builder.AddTariffs();
    builder.AddRetention();
    builder.AddW3bstream();
    builder.AddDisplay();

    var host = builder.Build();
    if (command is not null) return await command.RunAsync(host.Services.GetRequiredService<NpgsqlDataSource>(), CancellationToken.None);
    return await ServiceHost.RunAsync(host);
});
