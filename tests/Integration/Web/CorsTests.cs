using System.Net;
using System.Text.Json;
using PowerMeter.Tests.Integration.Web.OpenApi;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>Pages of other sites that call the API from a browser.</summary>
public sealed class CorsTests(CorsTests.TwoSites sites) : IClassFixture<CorsTests.TwoSites>
{
    private const string Grafana = "https://grafana.home:3000";
    private const string Sensors = "/api/v1/sensors";

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, string path, string origin, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static Task<HttpResponseMessage> PreflightAsync(HttpClient client, string path, string origin, string method) => SendAsync(
        client, HttpMethod.Options, path, origin, ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "authorization,content-type"));

    [Theory]
    [InlineData(Sensors, "GET")]
    [InlineData("/api/v1/sensors/1/samples", "POST")]
    [InlineData("/api/sensors", "GET")]
    [InlineData("/api/1/insert/1/1790000000/0", "POST")]
    public async Task A_preflight_of_a_site_that_is_named_is_answered_without_credentials(string path, string method)
    {
        using var client = sites.Open.CreateClient();
        using var response = await PreflightAsync(client, path, Grafana, method);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Header(response, "Access-Control-Allow-Origin").ShouldBe(Grafana);
        Header(response, "Access-Control-Allow-Methods")!.ShouldContain(method);
        Header(response, "Access-Control-Allow-Headers")!.ShouldContain("Authorization");
        Header(response, "Access-Control-Max-Age").ShouldBe("3600");
        Header(response, "Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [Fact]
    public async Task Every_header_that_the_document_names_may_be_sent_and_read()
    {
        using var client = sites.Open.CreateClient();
        using var document = JsonDocument.Parse(await client.GetStringAsync(new Uri(OpenApiFixture.Path, UriKind.Relative)));
        using var preflight = await PreflightAsync(client, "/api/v1/contracts", Grafana, "PUT");
        using var answer = await SendAsync(client, HttpMethod.Get, Sensors, Grafana);
        var calls = ApiCall.Of(document.RootElement);
        var sent = calls.SelectMany(call => call.Headers).Select(ApiCall.NameOf).Distinct().ToList();
        sent.ShouldBe(["If-Match", "If-None-Match", "Last-Event-ID"], ignoreOrder: true);
        sent.ShouldBeSubsetOf(Header(preflight, "Access-Control-Allow-Headers")!.Split(','));
        calls.SelectMany(call => call.Responses).Where(response => response.Value.TryGetProperty("headers", out _))
            .SelectMany(response => response.Value.GetProperty("headers").EnumerateObject()).Select(header => header.Name).Distinct()
            .ShouldBeSubsetOf(Header(answer, "Access-Control-Expose-Headers")!.Split(','));
    }

    [Theory]
    [InlineData("https://grafana.home")]
    [InlineData("http://grafana.home:3000")]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public async Task Another_site_is_told_nothing(string origin)
    {
        using var client = await sites.Open.CreateTokenClientAsync("read");
        using var preflight = await PreflightAsync(client, Sensors, origin, "GET");
        Header(preflight, "Access-Control-Allow-Origin").ShouldBeNull();
        using var response = await SendAsync(client, HttpMethod.Get, Sensors, origin);
        Header(response, "Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Fact]
    public async Task A_call_with_a_token_may_be_read_by_the_page_that_made_it()
    {
        using var client = await sites.Open.CreateTokenClientAsync("read");
        using var response = await SendAsync(client, HttpMethod.Get, Sensors, Grafana);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(response, "Access-Control-Allow-Origin").ShouldBe(Grafana);
        Header(response, "Access-Control-Expose-Headers")!.ShouldContain("Retry-After");
        Header(response, "Access-Control-Allow-Credentials").ShouldBeNull();

        // An error too: the page must be able to say what was wrong.
        client.DefaultRequestHeaders.Authorization = null;
        using var refused = await SendAsync(client, HttpMethod.Get, Sensors, Grafana);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        Header(refused, "Access-Control-Allow-Origin").ShouldBe(Grafana);
    }

    [Fact]
    public async Task A_cookie_still_writes_nothing_from_another_site_even_from_one_that_is_named()
    {
        using var client = await sites.Open.SignInAsync();
        using var response = await SendAsync(client, HttpMethod.Post, "/api/v1/sensors/1/reset_timer", Grafana);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Pages_are_never_opened_to_other_sites()
    {
        using var client = sites.Open.CreateClient();
        using var response = await SendAsync(client, HttpMethod.Get, "/login", Grafana);
        Header(response, "Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Fact]
    public async Task Without_the_setting_no_site_is_told_anything()
    {
        using var client = await sites.Closed.CreateTokenClientAsync("read");
        using var preflight = await PreflightAsync(client, Sensors, Grafana, "GET");
        preflight.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        using var response = await SendAsync(client, HttpMethod.Get, Sensors, Grafana);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(response, "Access-Control-Allow-Origin").ShouldBeNull();
    }

    /// <summary>One that names another site, and one that does not.</summary>
    public sealed class TwoSites : IAsyncLifetime
    {
        private readonly WebSiteFixture _closed = new();
        private TestDatabase _database = null!;

        public WebSite Open { get; private set; } = null!;

        public WebSite Closed => _closed.Site;

        public async ValueTask InitializeAsync()
        {
            await _closed.InitializeAsync();
            _database = await PostgresServer.Shared.CreateDatabaseAsync();
            Open = await WebSite.StartAsync(_database, new Dictionary<string, string> { ["Web__CorsOrigins"] = $"{Grafana}, http://192.168.1.7" });
        }

        public async ValueTask DisposeAsync()
        {
            await Open.DisposeAsync();
            await _database.DisposeAsync();
            await _closed.DisposeAsync();
        }
    }
}
