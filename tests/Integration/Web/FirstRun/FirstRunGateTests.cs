using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.FirstRun;

public sealed class FirstRunGateTests(EmptySite house) : IClassFixture<EmptySite>
{
    private WebSite Site => house.Site;

    [Theory]
    [InlineData("/")]
    [InlineData("/conso")]
    [InlineData("/conso?scale=week")]
    [InlineData("/data")]
    [InlineData("/login")]
    [InlineData("/settings/sensors")]
    [InlineData("/w3bstream")]
    [InlineData("/docs/api")]
    [InlineData("/display.png")]
    [InlineData("/install-me")]
    [InlineData("/css/nothing.css")]
    [InlineData("/nothing")]
    public async Task Every_page_leads_to_the_first_run(string path)
    {
        using var client = Site.CreateClient();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe("/install");
    }

    [Theory]
    [InlineData("/api/v1/sensors")]
    [InlineData("/api/v1/live")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/sensors")]
    [InlineData("/api/time")]
    [InlineData("/api/nothing")]
    public async Task The_apis_say_what_to_do(string path)
    {
        using var client = Site.CreateClient();
        var answer = await client.GetJsonAsync(path, HttpStatusCode.ServiceUnavailable);
        var sentence = path.StartsWith("/api/v1", StringComparison.Ordinal) ? answer.Detail() : answer.GetProperty("error").GetString();
        sentence.ShouldBe("This base station is not set up yet: finish the first run at /install, with a browser of the local network.");
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/logout")]
    [InlineData("/login/ticket")]
    [InlineData("/api/v1/sensors/1/samples")]
    [InlineData("/api/1/insert/1/1790000000/0")]
    public async Task Nothing_can_be_sent(string path)
    {
        using var client = Site.CreateClient();
        using var content = new StringContent("");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/health")]
    [InlineData("/health/ready")]
    public async Task Nothing_tells_the_consumption(string path)
    {
        using var client = Site.CreateClient();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("finish the first run at /install");
    }

    [Theory]
    [InlineData("/install", HttpStatusCode.OK)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/icon.svg", HttpStatusCode.OK)]
    [InlineData("/joined/site.css", HttpStatusCode.OK)]
    [InlineData("/js/first-run.js", HttpStatusCode.OK)]
    [InlineData("/lib/blazor.web.js", HttpStatusCode.OK)]
    [InlineData("/language/fr?returnUrl=/install", HttpStatusCode.Redirect)]
    public async Task What_the_first_run_needs_is_there(string path, HttpStatusCode expected)
    {
        using var client = Site.CreateClient();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.ShouldBe(expected);
        if (path == "/install") answer.Headers.GetValues("Set-Cookie").ShouldContain(cookie => cookie.StartsWith("powermeter-first-run=", StringComparison.Ordinal) && cookie.Contains("httponly", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/install")]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    public async Task A_name_of_the_internet_that_points_here_is_refused(string path)
    {
        using var client = Site.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Headers = { Host = $"attacker.example:{Site.Port}" } };
        using var answer = await client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("opens only by the machine's address");
    }

    [Theory]
    [InlineData("/install")]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    public async Task What_a_proxy_passes_on_is_refused(string path)
    {
        using var client = Site.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Headers = { { "X-Forwarded-For", "203.0.113.7" } } };
        using var answer = await client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldStartWith("A proxy sent this request");
    }

    [Theory]
    [InlineData("GET //")]
    [InlineData("GET //data")]
    [InlineData("GET //install/../data")]
    [InlineData("GET /./data")]
    [InlineData("GET /Data/")]
    [InlineData("GET /install/../data")]
    [InlineData("GET /install/..%2fdata")]
    [InlineData("GET /%2e%2e/data")]
    [InlineData("GET /%64ata")]
    [InlineData("GET /health/live/../../metrics")]
    [InlineData("GET /health/live/metrics")]
    [InlineData("GET /error/../data")]
    [InlineData("GET /_blazor/../data")]
    [InlineData("GET /_blazor/../api/v1/sensors")]
    [InlineData("GET /css/../data")]
    [InlineData("GET http://127.0.0.1/data")]
    [InlineData("HEAD /data")]
    [InlineData("OPTIONS /data")]
    [InlineData("OPTIONS *")]
    [InlineData("PUT /api/v1/contracts")]
    [InlineData("DELETE /api/v1/sensors/1/samples")]
    [InlineData("PROPFIND /api/v1/sensors")]
    public async Task No_way_of_writing_an_address_leads_around_it(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Site.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{request} HTTP/1.1\r\nHost: 127.0.0.1:{Site.Port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var status = int.Parse((await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull().Split(' ')[1], CultureInfo.InvariantCulture);
        status.ShouldBeOneOf(303, 400, 404, 405, 503);
    }

    [Fact]
    public async Task Another_site_cannot_open_the_wizards_connection()
    {
        using var client = Site.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/_blazor/negotiate?negotiateVersion=1", UriKind.Relative)) { Headers = { { "Origin", "http://attacker.example" } } };
        using var answer = await client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Once_there_is_an_administrator_it_is_closed_for_ever_and_all_else_is_open()
    {
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await database.AddUserAsync("guest", WebSite.Password, "reader");
        await using var site = await WebSite.StartAnotherAsync(database);
        using var client = site.CreateClient();
        using (var answer = await client.GetAsync(new Uri("/conso", UriKind.Relative))) answer.Headers.Location!.ToString().ShouldBe("/install");

        await database.AddUserAsync(WebSite.UserName, WebSite.Password);
        await client.GetJsonAsync("/api/v1/sensors", HttpStatusCode.Unauthorized);
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            using var request = new HttpRequestMessage(method, new Uri("/install", UriKind.Relative)) { Headers = { { "Accept", "text/html" } } };
            using var answer = await client.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        // Once true it stays true for as long as the process lives, even if somebody gets around the database's own guard.
        await database.Owner.ExecuteAsync("alter table users disable trigger keep_an_administrator");
        await database.Owner.ExecuteAsync("delete from users");
        using (var answer = await client.GetAsync(new Uri("/install", UriKind.Relative))) answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var signedIn = client;
        using var login = await client.GetAsync(new Uri("/login", UriKind.Relative));
        login.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
