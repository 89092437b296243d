using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>A site without providers, then with one that no contract in force is of.</summary>
public sealed class EmptyCatalogueTests
{
    [Fact]
    public async Task Without_providers_the_calls_answer_null()
    {
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await using var site = await WebSite.StartAsync(database);
        using var client = await site.CreateTokenClientAsync("read");
        (await client.GetStringAsync(new Uri("/api/v1/providers", UriKind.Relative))).ShouldBe("""{"providers":[]}""");
        foreach (var path in new[] { "energy_providers", "energy_providers/current", "energy_providers/1", "current/watt_to_euros/day/1", "1/watt_to_euros/night/1" })
            (await client.GetStringAsync(new Uri($"/api/{path}", UriKind.Relative))).ShouldBe("""{"data":null}""", path);

        await database.AddContractAsync(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30), 0.2m, 0.1m);
        foreach (var path in new[] { "energy_providers/current", "current/watt_to_euros/day/1" })
            (await client.GetStringAsync(new Uri($"/api/{path}", UriKind.Relative))).ShouldBe("""{"data":null}""", path);
        (await client.GetStringAsync(new Uri("/api/energy_providers", UriKind.Relative))).ShouldContain("\"current\":0");
    }
}
