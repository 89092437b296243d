using System.Net;
using System.Text.RegularExpressions;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

public sealed partial class SignInTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IDisposable
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

    [Fact]
    public async Task A_database_whose_disk_is_full_says_so_to_who_signs_in()
    {
        await fixture.Database.Owner.ExecuteAsync("""
            create function refuse_session() returns trigger language plpgsql as $$
            begin
              raise exception 'could not extend file "base/1/1": No space left on device' using errcode = 'disk_full';
            end $$;
            create trigger no_room before insert on sessions for each statement execute function refuse_session();
            """);
        var (refused, words) = await SignInOnPageAsync();
        refused.ShouldBe(HttpStatusCode.ServiceUnavailable);
        words.ShouldContain("disk is full");
        await fixture.Database.Owner.ExecuteAsync("drop trigger no_room on sessions; drop function refuse_session()");
        (await SignInOnPageAsync()).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    private async Task<(HttpStatusCode Status, string Words)> SignInOnPageAsync()
    {
        var page = await _client.GetStringAsync(new Uri("/login", UriKind.Relative));
        var hidden = HiddenField().Matches(page).ToDictionary(field => field.Groups[1].Value, field => field.Groups[2].Value);
        hidden.Keys.ShouldContain("_handler");
        using var content = new FormUrlEncodedContent([.. hidden, new("Form.Login", WebSite.UserName), new("Form.Password", WebSite.Password)]);
        using var answer = await _client.PostAsync(new Uri("/login", UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
