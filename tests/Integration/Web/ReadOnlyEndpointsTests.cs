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
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.V1;
using PowerMeter.Web.Live;
using PowerMeter.Web.Monitoring;
using PowerMeter.Web.Push;
using PowerMeter.Web.Queries;
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
            .Where(endpoint => endpoint.Metadata.GetMetadata<NeedsScope>() is { Scope: > TokenScope.Read }).ToList();
        writing.Count.ShouldBeGreaterThanOrEqualTo(5);
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

    private static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(
        segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "1"))));

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddPowerMeterDefaults();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Web:ReadOnly"] = "true",
            ["Web:Address"] = "127.0.0.1",
            ["Web:Port"] = FreePort.Find().ToString(CultureInfo.InvariantCulture),
            ["Keys:Directory"] = _keys.Path,
        });
        builder.AddServer();
        builder.Services.AddSingleton(fixture.Database.Web);
        builder.Services.AddKeyedSingleton(WebDatabase.Housekeeping, fixture.Database.Web);
        builder.AddQueries();
        builder.AddTurns();
        builder.AddAccounts();
        builder.AddLive();
        builder.AddMonitoring();
        builder.AddPush();
        var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseReadOnlyGate();
        app.UseRateLimiter();
        app.MapMonitoring();
        app.MapAccounts();
        app.MapCompatibleApi();
        app.MapV1Api();
        await app.StartAsync();
        return app;
    }
}
