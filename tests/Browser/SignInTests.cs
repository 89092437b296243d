using System.Net;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

public sealed class SignInTests(WebFixture site) : IClassFixture<WebFixture>
{
    [Theory]
    [InlineData(WebFixture.Login)]
    [InlineData("nobody")]
    public async Task A_wrong_password_is_refused_with_a_message_and_no_cookie(string login)
    {
        await using var visit = await site.VisitAsync();
        visit.Expected.Add("401");
        await visit.Page.GotoAsync("/login");
        await visit.SignInAsync(login, "wrong");
        (await visit.Page.Locator("#login-error").InnerTextAsync()).ShouldBe("The name or the password is wrong.");
        (await visit.Page.InputValueAsync("#login")).ShouldBe(login);
        (await visit.Page.Context.CookiesAsync()).ShouldNotContain(cookie => cookie.Name == "powermeter");
    }

    [Fact]
    public async Task The_dashboard_sends_to_the_login_page_which_brings_back()
    {
        await using var visit = await site.VisitAsync();
        await visit.Page.GotoAsync("/conso?scale=week&unit=money");
        visit.Page.Url.ShouldContain("/login?returnUrl=");
        await visit.SignInAsync(WebFixture.Login, WebFixture.Password);
        await visit.WaitForAddressAsync("/conso?scale=week&unit=money");
        var cookie = (await visit.Page.Context.CookiesAsync()).Single(cookie => cookie.Name == "powermeter");
        cookie.HttpOnly.ShouldBeTrue();
        cookie.SameSite.ShouldBe(SameSiteAttribute.Lax);
    }

    [Theory]
    [InlineData("//example.org")]
    [InlineData("/\\example.org")]
    [InlineData("https://example.org")]
    public async Task The_way_back_never_leads_to_another_site(string elsewhere)
    {
        await using var visit = await site.VisitAsync();
        await visit.Page.GotoAsync($"/login?returnUrl={Uri.EscapeDataString(elsewhere)}");
        await visit.SignInAsync(WebFixture.Login, WebFixture.Password);
        await visit.WaitForAddressAsync("/conso");
        visit.Page.Url.ShouldStartWith(site.Site.Address.ToString());
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var visit = await site.LoginAsync();
        await visit.Page.ClickAsync("form[action='/logout'] button");
        await visit.WaitForAddressAsync("/login");
        await visit.Page.GotoAsync("/conso");
        visit.Page.Url.ShouldContain("/login");
    }

    [Fact]
    public async Task A_changed_password_ends_the_sessions_made_before_a_restart()
    {
        const string Name = "bob";
        await site.Database.AddUserAsync(Name, WebFixture.Password);
        await using var visit = await site.VisitAsync();
        await visit.Page.GotoAsync("/login");
        await visit.SignInAsync(Name, WebFixture.Password);
        await visit.WaitForAddressAsync("/conso");

        await TestKit.SqlExtensions.ExecuteAsync(site.Database.Web, "update users set password_hash = 'another' where name = $1", Name);
        visit.Expected.Add(""); // the connection of the open page is cut
        await site.Site.RestartAsync();
        await visit.Page.GotoAsync("/conso");
        visit.Page.Url.ShouldContain("/login");
    }

    [Fact]
    public async Task Who_is_no_browser_gets_a_plain_401()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync(new Uri(site.Site.Address, "conso"), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.Contains("Server").ShouldBeFalse();
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("unsafe");
    }
}
