using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

public sealed class V1AccessTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IAsyncLifetime
{
    private const string Body = """{"watts":1}""";

    private static int _sensors;
    private int _sensor;

    private string Samples => $"/api/v1/sensors/{_sensor}/samples";

    public async ValueTask InitializeAsync() => _sensor = await fixture.Database.AddSensorAsync($"guarded {Interlocked.Increment(ref _sensors)}");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, string? body = null, string? authorization = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    [Fact]
    public async Task Without_a_token_it_is_401_and_says_how()
    {
        using var client = fixture.Site.CreateClient();
        using var response = await SendAsync(client, "/api/v1/sensors");
        await ApiCalls.ReadAsync(response, HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"PowerMeter\"");
    }

    [Theory]
    [InlineData("Bearer pm_0123456789012345678901234567890123456789012")]
    [InlineData("Bearer nonsense")]
    [InlineData("Bearer")]
    [InlineData("Basic cmVzaWRlbnQ6")]
    public async Task A_wrong_token_is_401(string authorization)
    {
        using var client = fixture.Site.CreateClientFrom("127.0.1.1");
        using var response = await SendAsync(client, Samples, Body, authorization);
        await ApiCalls.ReadAsync(response, HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");
    }

    [Theory]
    [InlineData("read", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("write", HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("admin", HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict)]
    public async Task A_token_may_do_what_its_scope_says(string scope, HttpStatusCode reading, HttpStatusCode writing, HttpStatusCode switching)
    {
        using var client = await fixture.Site.CreateTokenClientAsync(scope);
        await client.GetJsonAsync("/api/v1/sensors", reading);
        await client.PostAsync(Samples, Body, writing);
        // A pushed sensor does not switch: who may ask is told so.
        await client.PostAsync($"/api/v1/sensors/{_sensor}/switch", """{"on":true}""", switching);
        await client.PostAsync($"/api/v1/sensors/{_sensor}/reset_timer", "", switching);
    }

    [Fact]
    public async Task A_token_of_a_reader_only_reads_whatever_its_scope()
    {
        await fixture.Database.AddUserAsync("reader", WebSite.Password, User.Reader);
        using var client = await fixture.Site.CreateTokenClientAsync("admin", "reader");
        await client.GetJsonAsync("/api/v1/sensors");
        (await client.PostAsync(Samples, Body, HttpStatusCode.Forbidden)).Detail().ShouldContain("needs write rights");
        await client.PostAsync($"/api/{_sensor}/insert/1/1790000000/0", "", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_revoked_token_is_worth_nothing_at_once()
    {
        var token = await fixture.Database.AddTokenAsync("to be revoked", "write", WebSite.UserName);
        using var client = fixture.Site.CreateClientFrom("127.0.1.2");
        using (var before = await SendAsync(client, Samples, Body, $"Bearer {token}")) before.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await fixture.Database.Owner.ScalarAsync<bool>("select last_used_at > now() - interval '1 minute' from api_tokens where name = 'to be revoked'")).ShouldBeTrue();
        await fixture.Database.Owner.ExecuteAsync("update api_tokens set revoked_at = now() where name = 'to be revoked'");
        using var after = await SendAsync(client, Samples, Body, $"bearer {token}");
        after.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_last_use_is_written_at_most_once_a_minute()
    {
        var token = await fixture.Database.AddTokenAsync("used", "read", WebSite.UserName);
        using var client = fixture.Site.CreateClient();
        for (var i = 0; i < 3; i++) (await SendAsync(client, "/api/v1/sensors", null, $"Bearer {token}")).Dispose();
        // xmin is the transaction that wrote the row last: it stays the one of the first use.
        var first = await fixture.Database.Owner.ScalarAsync<string>("select xmin::text from api_tokens where name = 'used'");
        (await SendAsync(client, "/api/v1/sensors", null, $"Bearer {token}")).Dispose();
        (await fixture.Database.Owner.ScalarAsync<string>("select xmin::text from api_tokens where name = 'used'")).ShouldBe(first);
        (await fixture.Database.Owner.ScalarAsync<bool>("select last_used_at is not null from api_tokens where name = 'used'")).ShouldBeTrue();
    }

    [Fact]
    public async Task Wrong_tokens_are_slowed_down_and_the_right_one_is_let_in()
    {
        using var client = fixture.Site.CreateClientFrom("127.0.1.3");
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await SendAsync(client, "/api/v1/sensors", null, "Bearer wrong");
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using (var slowed = await SendAsync(client, "/api/v1/sensors", null, "Bearer wrong"))
        {
            await ApiCalls.ReadAsync(slowed, HttpStatusCode.TooManyRequests);
            slowed.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        }

        // Whoever has the owner's password still signs in from there.
        using (var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["login"] = WebSite.UserName, ["password"] = WebSite.Password }))
        using (var signedIn = await client.PostAsync(new Uri("/api/time", UriKind.Relative), form)) signedIn.StatusCode.ShouldBe(HttpStatusCode.OK);
        var token = await fixture.Database.AddTokenAsync("right", "read", WebSite.UserName);
        using (var right = await SendAsync(client, "/api/v1/sensors", null, $"Bearer {token}")) right.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_session_cookie_writes_only_for_our_own_pages()
    {
        using var client = await fixture.Site.SignInAsync();
        await client.GetJsonAsync("/api/v1/sensors");
        async Task ShouldBe(HttpStatusCode expected, params (string, string)[] headers)
        {
            using (var v1 = await SendAsync(client, Samples, Body, null, headers)) v1.StatusCode.ShouldBe(expected);
            using var compatible = await SendAsync(client, $"/api/{_sensor}/insert/1/1790000000/0", "", null, headers);
            compatible.StatusCode.ShouldBe(expected);
        }

        await ShouldBe(HttpStatusCode.OK);
        await ShouldBe(HttpStatusCode.OK, ("Sec-Fetch-Site", "same-origin"));
        await ShouldBe(HttpStatusCode.OK, ("Origin", fixture.Site.Address.GetLeftPart(UriPartial.Authority)));
        await ShouldBe(HttpStatusCode.Forbidden, ("Sec-Fetch-Site", "cross-site"));
        await ShouldBe(HttpStatusCode.Forbidden, ("Sec-Fetch-Site", "same-site"));
        await ShouldBe(HttpStatusCode.Forbidden, ("Origin", "http://127.0.0.1:1"));
        await ShouldBe(HttpStatusCode.Forbidden, ("Origin", "null"));
    }

    [Theory]
    [InlineData("/api/v1")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/sensors/one")]
    [InlineData("/api/v1/sensors/1/amperes")]
    public async Task An_unknown_path_is_404_before_anything_else(string path)
    {
        using var client = fixture.Site.CreateClient();
        await client.GetJsonAsync(path, HttpStatusCode.NotFound);
        await client.PostAsync(path, "", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("PUT", "samples", "POST", "GET", "DELETE")]
    [InlineData("PATCH", "samples", "POST", "GET", "DELETE")]
    [InlineData("POST", "status", "GET")]
    [InlineData("PUT", "switch", "POST")]
    public async Task A_method_that_a_path_does_not_have_is_405(string method, string resource, params string[] allowed)
    {
        using var client = fixture.Site.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/sensors/{_sensor}/{resource}");
        using var response = await client.SendAsync(request);
        await ApiCalls.ReadAsync(response, HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(allowed);
    }

    [Fact]
    public async Task A_query_parameter_that_is_not_known_is_400()
    {
        using var client = await fixture.Site.CreateTokenClientAsync("write");
        (await client.GetJsonAsync("/api/v1/sensors?page=2", HttpStatusCode.BadRequest)).Detail().ShouldContain("'page'");
        (await client.PostAsync($"{Samples}?Partial=true", Body, HttpStatusCode.BadRequest)).Detail().ShouldContain("allowed: partial");
        (await client.PostAsync($"{Samples}?partial=yes", Body, HttpStatusCode.BadRequest)).Detail().ShouldContain("true or false");
        (await client.PostAsync($"{Samples}?partial=true&partial=true", Body, HttpStatusCode.BadRequest)).Detail().ShouldContain("2 times");
    }

    [Fact]
    public async Task Sensors_are_listed()
    {
        using var client = await fixture.Site.CreateTokenClientAsync("read");
        var listed = (await client.GetJsonAsync("/api/v1/sensors")).GetProperty("sensors").EnumerateArray().Single(sensor => sensor.Number("id") == _sensor);
        listed.GetProperty("kind").GetString().ShouldBe("push");
        listed.GetProperty("max_gap_seconds").GetDouble().ShouldBe(60);
        (await client.GetJsonAsync($"/api/v1/sensors/{_sensor}")).GetRawText().ShouldBe(listed.GetRawText());
        await client.GetJsonAsync("/api/v1/sensors/99999", HttpStatusCode.NotFound);
        await client.GetJsonAsync("/api/v1/sensors/99999/status", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_token_also_opens_the_compatible_face()
    {
        using var client = await fixture.Site.CreateTokenClientAsync("read");
        using (var get = await client.GetAsync(new Uri("/api/time", UriKind.Relative))) get.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var post = await client.PostAsync(new Uri("/api/time", UriKind.Relative), null);
        post.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var stranger = fixture.Site.CreateClientFrom("127.0.1.4");
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        using var refused = await stranger.PostAsync(new Uri("/api/time", UriKind.Relative), null);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task No_token_is_logged()
    {
        const string Secret = "pm_secretsecretsecretsecretsecretsecretsecret0";
        using var client = fixture.Site.CreateClientFrom("127.0.1.5");
        using var response = await SendAsync(client, "/api/v1/sensors", null, $"Bearer {Secret}");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        fixture.Site.Process.Output.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_database_that_is_away_is_503()
    {
        using var client = await fixture.Site.CreateTokenClientAsync("write");
        await fixture.Database.Owner.ExecuteAsync("revoke insert on measures from powermeter_web");
        try
        {
            await client.PostAsync(Samples, Body, HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            await fixture.Database.Owner.ExecuteAsync("grant insert on measures to powermeter_web");
        }
    }
}
