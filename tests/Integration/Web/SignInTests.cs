using System.Net;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

public sealed class SignInTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IDisposable
{
    private readonly HttpClient _client = fixture.Site.CreateClient();

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> PostAsync(string login, string password)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["login"] = login, ["password"] = password });
        return await _client.PostAsync(new Uri("/api/time", UriKind.Relative), content);
    }

    [Fact]
    public async Task A_changed_password_is_not_remembered()
    {
        await fixture.Database.AddUserAsync("changer", "the first password");
        using (var first = await PostAsync("changer", "the first password")) first.StatusCode.ShouldBe(HttpStatusCode.OK);
        await fixture.Database.Owner.ExecuteAsync(
            "update users set password_hash = (select password_hash from users where name = $1) where name = 'changer'", WebSite.UserName);
        using (var old = await PostAsync("changer", "the first password")) old.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using (var fresh = await PostAsync("changer", WebSite.Password)) fresh.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nothing_secret_is_logged()
    {
        using var response = await PostAsync("somebody", "hunter2-is-not-in-the-log");
        fixture.Site.Process.Output.ShouldNotContain("hunter2-is-not-in-the-log");
        fixture.Site.Process.Output.ShouldNotContain(WebSite.Password);
    }
}
