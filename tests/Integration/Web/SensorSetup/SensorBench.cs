using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Localization;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Live;
using PowerMeter.Web.Resources;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Server;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.SensorSetup;

/// <summary>What Web sets sensors up by, over a database of its own and by Web's own login.</summary>
public sealed class SensorBench : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private IHost _host = null!;

    public TestDatabase Database { get; private set; } = null!;

    /// <summary>Settings, spool and keys of the base station: start a Receiver there.</summary>
    public string Directory => _directory.Path;

    internal SensorChanges Changes => _host.Services.GetRequiredService<SensorChanges>();

    internal SensorTrials Trials => _host.Services.GetRequiredService<SensorTrials>();

    internal IStringLocalizer<Texts> Texts => _host.Services.GetRequiredService<IStringLocalizer<Texts>>();

    public async ValueTask InitializeAsync()
    {
        Database = await PostgresServer.Shared.CreateDatabaseAsync();
        _host = Build(readOnly: false);
        await _host.StartAsync();
    }

    /// <summary>The same on a site that only shows.</summary>
    internal IHost Build(bool readOnly)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddLocalization();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Database.Web);
        builder.Services.AddSingleton(TestKeyRing.MakeIn(_directory.File("keys")));
        builder.Services.AddSingleton(new ReadOnlyMode(WebOptions.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Web:ReadOnly"] = readOnly ? "true" : "false" }).Build())));
        builder.Services.AddSingleton<NotificationListener>().AddSingleton<ChangeTrail>().AddSingleton<LiveSampleQuery>();
        builder.Services.AddSingleton<SiteReader>().AddSingleton<SiteCache>().AddSingleton<EnergyQuery>().AddSingleton<MeasureFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SiteCache>());
        builder.Services.AddHostedService(services => services.GetRequiredService<MeasureFeed>());
        builder.AddSensorSetup();
        return builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await Database.DisposeAsync();
        _directory.Dispose();
    }
}
