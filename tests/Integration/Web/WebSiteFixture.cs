using PowerMeter.Processor.Energy;
using PowerMeter.Tests.TestKit;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>A database, the Web process over it, and the roll-ups on demand.</summary>
public sealed class WebSiteFixture : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public WebSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await PostgresServer.Shared.CreateDatabaseAsync();
        await Database.AddContractAsync(new DateOnly(2020, 1, 1), 0.20m, 0.10m);
        await Database.AddContractAsync(new DateOnly(2026, 10, 1), 0.30m, 0.15m);
        Site = await WebSite.StartAsync(Database);
    }

    public async Task DrainAsync()
    {
        var rollup = new EnergyRollup(Database.Processor);
        while (await rollup.ClaimAsync(CancellationToken.None) is not null)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await Database.DisposeAsync();
    }
}
