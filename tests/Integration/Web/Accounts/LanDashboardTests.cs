using System.Net;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.Accounts;

/// <summary>What who has not signed in may see, by the site's setting. Tests come from loopback, which is the own network.</summary>
public sealed class LanDashboardTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private WebSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresServer.Shared.CreateDatabaseAsync();
        _site = await WebSite.StartAsync(_database, new Dictionary<string, string> { ["Web__Hosts"] = "power.example.org" });
        await _database.AddSensorAsync("House");
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_dashboard_alone_is_open_and_to_the_own_network_alone()
    {
        using var nobody = _site.CreateClient();
        (await GetAsync(nobody, "/conso")).ShouldBe(HttpStatusCode.SeeOther);
        (await OpenCircuitAsync(nobody)).ShouldBe(HttpStatusCode.Unauthorized);

        await SetAsync("true");
        await Eventually.BecomesTrueAsync("it is open", async () => await GetAsync(nobody, "/conso") == HttpStatusCode.OK);
        (await OpenCircuitAsync(nobody)).ShouldBe(HttpStatusCode.SwitchingProtocols);
        (await GetAsync(nobody, "/display.png")).ShouldBe(HttpStatusCode.OK);
        foreach (var page in (string[])["/data", "/settings", "/settings/account", "/settings/general", "/settings/about", "/w3bstream"])
            (await GetAsync(nobody, page)).ShouldBe(HttpStatusCode.SeeOther, page);
        foreach (var call in (string[])["/api/v1/sensors", "/api/v1/settings", "/api/v1/live", "/api/sensors"])
            (await GetAsync(nobody, call, ("Accept", "application/json"))).ShouldBe(HttpStatusCode.Unauthorized, call);

        // Somebody's name that was made to point here, and a proxy that stands for everybody.
        foreach (var header in ((string, string)[])[("Host", "evil.example"), ("Host", "127.0.0.1.evil.example"), ("X-Forwarded-For", "192.168.1.9"), ("Forwarded", "for=10.0.0.1"), ("Via", "1.1 proxy")])
        {
            (await GetAsync(nobody, "/conso", header)).ShouldBe(HttpStatusCode.SeeOther, header.ToString());
            (await GetAsync(nobody, "/display.png", header)).ShouldBe(HttpStatusCode.Unauthorized, header.ToString());
            (await OpenCircuitAsync(nobody, header)).ShouldBe(HttpStatusCode.Unauthorized, header.ToString());
        }

        foreach (var host in (string[])["localhost", "cellar.local", "cellar", "192.168.1.20", "power.example.org"]) (await GetAsync(nobody, "/conso", ("Host", host))).ShouldBe(HttpStatusCode.OK, host);

        await SetAsync("false");
        await Eventually.BecomesTrueAsync("it is closed", async () => await GetAsync(nobody, "/conso") == HttpStatusCode.SeeOther);
        (await OpenCircuitAsync(nobody)).ShouldBe(HttpStatusCode.Unauthorized);
        (await GetAsync(nobody, "/display.png")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Figures_for_the_own_network_are_not_shown_under_somebody_elses_name()
    {
        using var nobody = _site.CreateClient();
        foreach (var path in (string[])["/metrics", "/health", "/health/ready"])
        {
            (await GetAsync(nobody, path, ("Host", "evil.example"))).ShouldBe(HttpStatusCode.Forbidden, path);
            (await GetAsync(nobody, path, ("Host", "power.example.org"))).ShouldNotBe(HttpStatusCode.Forbidden, path);
        }

        (await GetAsync(nobody, "/health/live", ("Host", "evil.example"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Guests_who_open_pages_without_end_leave_room_for_who_signs_in()
    {
        await SetAsync("true");
        using var nobody = _site.CreateClient();
        await Eventually.BecomesTrueAsync("it is open", async () => await GetAsync(nobody, "/conso") == HttpStatusCode.OK);
        var open = new List<HttpResponseMessage>();
        try
        {
            // A connection that says nothing is closed after a while: on a slow machine some go meanwhile.
            for (var status = HttpStatusCode.SwitchingProtocols; status == HttpStatusCode.SwitchingProtocols && open.Count < 10 * CircuitGate.MostGuests;)
            {
                using var request = Upgrade();
                open.Add(await nobody.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
                status = open[^1].StatusCode;
            }

            open[^1].StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await open[^1].Content.ReadAsStringAsync()).ShouldStartWith("100 pages are open already");
            open.Count.ShouldBeGreaterThan(CircuitGate.MostGuests);
            using var owner = await _site.SignInAsync();
            (await OpenCircuitAsync(owner)).ShouldBe(HttpStatusCode.SwitchingProtocols);
            (await GetAsync(nobody, "/conso")).ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            foreach (var one in open) one.Dispose();
        }

        await Eventually.BecomesTrueAsync("there is room again", async () => await OpenCircuitAsync(nobody) == HttpStatusCode.SwitchingProtocols);
    }

    private static HttpRequestMessage Upgrade() => new(HttpMethod.Get, new Uri("/_blazor", UriKind.Relative))
    {
        Headers =
        {
            { "Connection", "Upgrade" }, { "Upgrade", "websocket" }, { "Sec-WebSocket-Version", "13" }, { "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==" },
        },
    };

    private Task SetAsync(string isOpen) => _database.Web.ExecuteAsync(
        "insert into settings (key, value) values ('dashboard_on_lan', $1) on conflict (key) do update set value = excluded.value", isOpen);

    private static async Task<HttpStatusCode> GetAsync(HttpClient client, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (headers.All(header => header.Name != "Accept")) request.Headers.Add("Accept", "text/html");
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }

    private static Task<HttpStatusCode> OpenCircuitAsync(HttpClient client, params (string Name, string Value)[] headers) => GetAsync(
        client, "/_blazor",
        [("Accept", "*/*"), ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), .. headers]);
}
