using System.Net;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>A site behind a proxy (setting Web:Proxies), which is 127.0.0.9 here: what it says is believed, what others say is not.</summary>
public sealed class ProxyTests(ProxyTests.SiteBehindProxy behind) : IClassFixture<ProxyTests.SiteBehindProxy>
{
    private const string Proxy = "127.0.0.9";
    private const string Outside = "203.0.113.";

    private readonly TestDatabase _database = behind.Database;
    private readonly WebSite _site = behind.Site;

    [Fact]
    public async Task Guesses_are_counted_for_whom_the_proxy_names_and_nobody_names_himself()
    {
        using var proxy = _site.CreateClientFrom(Proxy);
        using var direct = _site.CreateClientFrom("127.0.0.8");
        for (var i = 0; i < 5; i++) (await GuessAsync(proxy, $"{Outside}50")).ShouldBe(HttpStatusCode.Forbidden);
        (await GuessAsync(proxy, $"{Outside}50")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await GuessAsync(proxy, $"{Outside}51")).ShouldBe(HttpStatusCode.Forbidden, "another visitor of the same proxy");
        // What the visitor wrote himself stands to the left of what the proxy saw.
        (await GuessAsync(proxy, $"{Outside}99, {Outside}50")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await GuessAsync(proxy, $"{Outside}50, {Outside}52")).ShouldBe(HttpStatusCode.Forbidden);

        for (var i = 0; i < 5; i++) (await GuessAsync(direct, $"{Outside}{60 + i}")).ShouldBe(HttpStatusCode.Forbidden);
        (await GuessAsync(direct, $"{Outside}70")).ShouldBe(HttpStatusCode.TooManyRequests, "it is one address, whatever it says");
    }

    [Fact]
    public async Task A_cookie_of_https_stays_with_https_when_the_proxy_says_so()
    {
        using var proxy = _site.CreateClientFrom(Proxy);
        using var direct = _site.CreateClientFrom("127.0.0.8");
        (await IsCookieSecureAsync(proxy, "https")).ShouldBeTrue();
        (await IsCookieSecureAsync(proxy, "http")).ShouldBeFalse();
        (await IsCookieSecureAsync(direct, "https")).ShouldBeFalse();
    }

    [Fact]
    public async Task The_open_dashboard_is_open_to_the_own_network_behind_the_proxy_and_to_nobody_who_only_says_so()
    {
        await _database.Web.ExecuteAsync("insert into settings (key, value) values ('dashboard_on_lan', 'true')");
        using var proxy = _site.CreateClientFrom(Proxy);
        using var direct = _site.CreateClientFrom("127.0.0.8");
        await Eventually.BecomesTrueAsync("it is open", async () => await IsOpenAsync(direct, null));
        (await IsOpenAsync(proxy, "192.168.1.7")).ShouldBeTrue();
        (await IsOpenAsync(proxy, $"{Outside}7")).ShouldBeFalse();
        (await IsOpenAsync(proxy, $"192.168.1.7, {Outside}7")).ShouldBeFalse();
        // Another proxy before ours, for whom nobody vouches; one that says for nobody; and one that is none of ours.
        (await IsOpenAsync(proxy, $"{Outside}7, 192.168.1.8")).ShouldBeFalse();
        (await IsOpenAsync(proxy, null)).ShouldBeFalse();
        (await IsOpenAsync(proxy, "unknown")).ShouldBeFalse();
        (await IsOpenAsync(direct, "192.168.1.7")).ShouldBeFalse();
    }

    private static async Task<HttpStatusCode> GuessAsync(HttpClient client, string forwardedFor)
    {
        // Each of another account, whose own brake is another one.
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["login"] = $"nobody {Guid.NewGuid():N}", ["password"] = "a guess" });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/time", UriKind.Relative)) { Content = form };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<bool> IsCookieSecureAsync(HttpClient client, string scheme)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/login", UriKind.Relative));
        request.Headers.Add("X-Forwarded-For", "192.168.1.7");
        request.Headers.Add("X-Forwarded-Proto", scheme);
        using var response = await client.SendAsync(request);
        return response.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("powermeter-form=", StringComparison.Ordinal)).Contains("; secure", StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<bool> IsOpenAsync(HttpClient client, string? forwardedFor)
    {
        // What needs no page: 401 to who would have to sign in.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/display.png", UriKind.Relative));
        if (forwardedFor is not null) request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var response = await client.SendAsync(request);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.Unauthorized => false,
            var other => throw new InvalidOperationException($"/display.png answered {other}"),
        };
    }

    public sealed class SiteBehindProxy : IAsyncLifetime
    {
        public TestDatabase Database { get; private set; } = null!;

        public WebSite Site { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Database = await PostgresServer.Shared.CreateDatabaseAsync();
            Site = await WebSite.StartAsync(Database, new Dictionary<string, string> { ["Web__Proxies"] = Proxy });
        }

        public async ValueTask DisposeAsync()
        {
            await Site.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
