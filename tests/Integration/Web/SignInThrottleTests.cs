using System.Net;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>With a site of its own, and an address for each test: guesses slow down everybody who comes from the same one.</summary>
public sealed class SignInThrottleTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    [Fact]
    public async Task Wrong_passwords_are_slowed_down()
    {
        using var client = fixture.Site.CreateClient();
        HttpResponseMessage? last = null;
        for (var i = 0; i < 20 && last?.StatusCode != HttpStatusCode.TooManyRequests; i++)
        {
            last?.Dispose();
            using var guess = new FormUrlEncodedContent(new Dictionary<string, string> { ["login"] = WebSite.UserName, ["password"] = $"guess {i}" });
            last = await client.PostAsync(new Uri("/api/time", UriKind.Relative), guess);
        }

        last!.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        last.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        (await last.Content.ReadAsStringAsync()).ShouldContain("error");
        last.Dispose();
    }

    [Fact]
    public async Task Guessing_in_parallel_is_no_faster()
    {
        using var guesser = fixture.Site.CreateClientFrom("127.0.0.2");
        await fixture.Database.AddUserAsync("parallel", WebSite.Password);
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => TryAsync(guesser, "parallel", $"guess {i}")));
        // A wait may run out while the rest still queue.
        answers.Count(answer => answer == HttpStatusCode.Forbidden).ShouldBeInRange(5, 7);
        answers.ShouldAllBe(answer => answer == HttpStatusCode.Forbidden || answer == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_stranger_who_fails_on_purpose_does_not_shut_out_who_was_let_in()
    {
        await fixture.Database.AddUserAsync("owner", WebSite.Password);
        using var owner = fixture.Site.CreateClientFrom("127.0.0.3");
        using var stranger = fixture.Site.CreateClientFrom("127.0.0.4");
        using var another = fixture.Site.CreateClientFrom("127.0.0.5");
        (await TryAsync(owner, "owner", WebSite.Password)).ShouldBe(HttpStatusCode.OK);
        for (var i = 0; i < 5; i++) (await TryAsync(stranger, "owner", $"guess {i}")).ShouldBe(HttpStatusCode.Forbidden);
        (await TryAsync(owner, "owner", WebSite.Password)).ShouldBe(HttpStatusCode.OK);
        (await TryAsync(owner, "owner", "a wrong one")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await TryAsync(another, "owner", WebSite.Password)).ShouldBe(HttpStatusCode.TooManyRequests, "the right password must not show to a stranger");
    }

    [Theory]
    [InlineData("resi\0dent", WebSite.Password)]
    [InlineData(WebSite.UserName, "\0")]
    public async Task A_NUL_is_refused(string login, string password)
    {
        using var client = fixture.Site.CreateClientFrom("127.0.0.6");
        using var name = new StringContent(login);
        using var secret = new StringContent(password);
        using var form = new MultipartFormDataContent { { name, "login" }, { secret, "password" } };
        using var response = await client.PostAsync(new Uri("/api/time", UriKind.Relative), form);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<HttpStatusCode> TryAsync(HttpClient client, string login, string password)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["login"] = login, ["password"] = password });
        using var response = await client.PostAsync(new Uri("/api/time", UriKind.Relative), form);
        return response.StatusCode;
    }
}
