using System.Net;
using System.Net.Http.Headers;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.Accounts;

/// <summary>Sessions of a real Web process.</summary>
public sealed class SessionTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    [Fact]
    public async Task A_session_that_is_taken_out_ends_at_once_with_its_live_stream()
    {
        await fixture.Database.AddUserAsync("taken", WebSite.Password);
        using var client = await fixture.Site.SignInAsync("taken", WebSite.Password);
        (await PageAsync(client, "settings/account")).ShouldBe(HttpStatusCode.OK);
        await using var stream = await client.GetStreamAsync(new Uri("api/v1/live", UriKind.Relative));
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync()).ShouldNotBeNull();
        await fixture.Database.Owner.ExecuteAsync("delete from sessions where user_id = (select id from users where name = 'taken')");
        await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        (await PageAsync(client, "settings/account")).ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Another_password_ends_a_session_whoever_set_it()
    {
        await fixture.Database.AddUserAsync("reset", WebSite.Password);
        using var client = await fixture.Site.SignInAsync("reset", WebSite.Password);
        (await PageAsync(client, "settings/account")).ShouldBe(HttpStatusCode.OK);
        await fixture.Database.Owner.ExecuteAsync("update users set password_hash = 'another' where name = 'reset'");
        await Eventually.BecomesTrueAsync("the session ends", async () => await PageAsync(client, "settings/account") == HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Signing_in_notes_who_it_is_and_a_flood_of_sign_ins_does_not_pile_up()
    {
        await fixture.Database.AddUserAsync("often", WebSite.Password);
        await fixture.Database.Owner.ExecuteAsync("""
            insert into sessions (user_id, key_hash, stamp, last_seen_at, expires_at)
            select (select id from users where name = 'often'), sha256(i::text::bytea), 'x', now() - interval '1 hour', now() + interval '1 day' from generate_series(1, 60) i
            """);
        using var client = await fixture.Site.SignInAsync("often", WebSite.Password);
        (await fixture.Database.Owner.ScalarAsync<long>("select count(*) from sessions where user_id = (select id from users where name = 'often')")).ShouldBe(50);
        (await fixture.Database.Owner.ScalarAsync<string>("select address from sessions where user_id = (select id from users where name = 'often') order by id desc limit 1")).ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task A_reader_is_told_that_settings_are_not_for_him()
    {
        await fixture.Database.AddUserAsync("family", WebSite.Password, User.Reader);
        using var client = await fixture.Site.SignInAsync("family", WebSite.Password);
        foreach (var page in (string[])["settings/people", "settings/tokens", "settings/general"])
        {
            using var request = Request(page);
            using var response = await client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await response.Content.ReadAsStringAsync()).ShouldContain("Settings are for administrators");
        }

        foreach (var page in (string[])["conso", "settings", "settings/account", "settings/about"]) (await PageAsync(client, page)).ShouldBe(HttpStatusCode.OK, page);
    }

    private static async Task<HttpStatusCode> PageAsync(HttpClient client, string path)
    {
        using var request = Request(path);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static HttpRequestMessage Request(string path) =>
        new(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/html") } } };
}
