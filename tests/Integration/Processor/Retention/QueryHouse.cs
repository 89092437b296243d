using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Integration.Processor.Retention;

/// <summary>Energy as pages and API ask for it.</summary>
internal sealed class QueryHouse(TestDatabase database) : IAsyncDisposable
{
    private readonly SiteCache _site = new(new SiteReader(database.Web), TimeProvider.System, NullLogger<SiteCache>.Instance);

    public async Task<EnergyQuery> StartAsync()
    {
        await _site.StartAsync(CancellationToken.None);
        return new EnergyQuery(database.Web, _site);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.StopAsync(CancellationToken.None);
        _site.Dispose();
    }
}
