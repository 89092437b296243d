using PowerMeter.Tests.TestKit;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.FirstRun;

/// <summary>A Web process over a database that nobody has set up yet.</summary>
public sealed class EmptySite : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public WebSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await PostgresServer.Shared.CreateDatabaseAsync();
        Site = await WebSite.StartAnotherAsync(Database);
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await Database.DisposeAsync();
    }
}
