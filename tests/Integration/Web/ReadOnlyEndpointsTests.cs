using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api;
using PowerMeter.Web.Import;
using PowerMeter.Web.Import.Jobs;
using PowerMeter.Web.Import.Sources;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>All calls of both faces, those too that will be added, against a site that is read-only.</summary>
public sealed class ReadOnlyEndpointsTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly TemporaryDirectory _keys = new();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Every_call_that_may_change_something_is_refused()
    {
        await using var app = await StartAsync();
        await fixture.Database.AddUserAsync("owner", WebSite.Password);
        var token = await fixture.Database.AddTokenAsync("everything", "admin", "owner");
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        client.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", token);
        var writing = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<NeedsScope>() is { Scope: > TokenScope.Read } && endpoint.Metadata.GetMetadata<ChangesNothingAttribute>() is null).ToList();
        writing.Count.ShouldBeGreaterThanOrEqualTo(9);
        foreach (var endpoint in writing)
        {
            foreach (var method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), PathOf(endpoint)) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
                using var response = await client.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                ((int)response.StatusCode).ShouldBe(403, $"{method} {endpoint.RoutePattern.RawText}: {text}");
                text.ShouldContain("This base station is read-only");
            }
        }

        await app.StopAsync();
    }

    /// <summary>A call that changes something without saying that it needs a scope would be open to every reader.</summary>
    [Fact]
    public async Task Every_call_that_is_no_get_says_what_it_needs_or_that_it_changes_nothing()
    {
        await using var app = await StartAsync();
        var silent = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            .Where(endpoint => endpoint.Metadata.GetMetadata<NeedsScope>() is not { Scope: > TokenScope.Read } && !ReadOnlyMode.Permits("POST", endpoint.Metadata))
            .Select(endpoint => endpoint.DisplayName);
        silent.ShouldBeEmpty();
        await app.StopAsync();
    }

    /// <summary>It comes by the page's own connection, past every call.</summary>
    [Fact]
    public async Task An_import_is_refused_before_its_file_is_looked_at()
    {
        await using var app = await StartAsync();
        var sensor = await fixture.Database.AddSensorAsync("not imported");
        await using var file = UnnamedFile.CreateIn(_keys.Path);
        var jobs = app.Services.GetRequiredService<ImportJobs>();
        var refusal = await Should.ThrowAsync<ReadOnlyException>(() => jobs.StartAsync(sensor, "house.csv", file, new ImportOptions(), CancellationToken.None));
        refusal.Message.ShouldContain("This base station is read-only");
        jobs.Of(sensor).ShouldBeNull();
        await app.StopAsync();
    }

    private static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(
        segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "1"))));

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebServer.CreateBuilder();
        builder.AddPowerMeterDefaults();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Web:ReadOnly"] = "true",
            ["Web:Address"] = "127.0.0.1",
            ["Web:Port"] = FreePort.Find().ToString(CultureInfo.InvariantCulture),
            ["Keys:Directory"] = _keys.Path,
        });
        builder.AddPowerMeterWeb();
        // With its password.
        builder.Services.AddSingleton(fixture.Database.Web);
        builder.Services.AddKeyedSingleton(WebDatabase.Housekeeping, fixture.Database.Web);
        var app = builder.Build();
        app.MapPowerMeterWeb();
        await app.StartAsync();
        return app;
    }
}
