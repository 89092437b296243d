using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

public sealed class EnergyStreamTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    [Fact]
    public async Task A_long_answer_is_never_of_two_tariffs()
    {
        var (database, cancel) = (fixture.Database, CancellationToken.None);
        var sensor = await database.AddSensorAsync("streamed");
        using var site = new SiteCache(new SiteReader(database.Web), TimeProvider.System, NullLogger<SiteCache>.Instance);
        await site.StartAsync(cancel);
        var stream = new EnergyStream(new EnergyQuery(database.Web, site));
        var edges = Enumerable.Range(0, 25_000).Select(i => 1_790_000_000_000_000 + i * 60_000_000L);
        (await stream.ReadAsync(sensor, edges, cancel).CountAsync(cancel)).ShouldBe(24_999);

        await using var bins = stream.ReadAsync(sensor, edges, cancel).GetAsyncEnumerator(cancel);
        (await bins.MoveNextAsync()).ShouldBeTrue();
        await database.AddContractAsync(new DateOnly(2020, 1, 1), 0.2m, 0.1m);
        var read = 1;
        var changed = await Should.ThrowAsync<NpgsqlException>(async () =>
        {
            for (; await bins.MoveNextAsync(); read++)
            {
            }
        });
        changed.Message.ShouldContain("tariffs changed");
        read.ShouldBeInRange(9_000, 10_000);
        await site.StopAsync(cancel);
    }
}
