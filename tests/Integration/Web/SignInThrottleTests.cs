using System.Net;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>With a site of its own: guesses slow down everybody who comes from the same address.</summary>
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
}
