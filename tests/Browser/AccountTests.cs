using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>People, passwords, sessions and tokens, as somebody meets them in the settings.</summary>
public sealed class AccountTests(WebFixture site) : IClassFixture<WebFixture>
{
    private const string NewPassword = "trois chaussures vertes";

    [Fact]
    public async Task Ten_sessions_are_shown_at_first_and_the_others_when_somebody_asks()
    {
        await site.Database.AddUserAsync("traveller", WebFixture.Password, "reader");
        await site.Database.Owner.ExecuteAsync(
            "insert into sessions (user_id, key_hash, stamp, last_seen_at, expires_at) select id, sha256(('traveller' || n)::bytea), 'of then', now() - n * interval '1 hour', now() + interval '1 day' from users, generate_series(1, 11) as n where name = $1", "traveller");
        await using var visit = await SignInAsync("traveller", WebFixture.Password, "/settings/account");
        var sessions = visit.Page.Locator("section[aria-labelledby=sessions-title] .row");
        await Assertions.Expect(sessions).ToHaveCountAsync(10);
        await Assertions.Expect(sessions.First.Locator(".badge")).ToHaveTextAsync("this one");
        await visit.Page.ClickAsync("[data-all-sessions]");
        await Assertions.Expect(sessions).ToHaveCountAsync(12);
        (await visit.Page.Locator("[data-all-sessions]").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Another_password_signs_the_other_browsers_out_and_this_one_stays()
    {
        // No second administrator: another test is about the only one.
        await site.Database.AddUserAsync("changer", WebFixture.Password, "reader");
        await using var here = await SignInAsync("changer", WebFixture.Password, "/settings/account");
        await using var there = await SignInAsync("changer", WebFixture.Password, "/settings/account");
        await Assertions.Expect(there.Page.Locator(".badge")).ToHaveTextAsync("this one");
        await here.Page.FillAsync("#old_password", "wrong, of course");
        await here.Page.FillAsync("#new-password", "soleil2019");
        await Assertions.Expect(here.Page.Locator("#new-password-strength")).ToHaveTextAsync("Too easy to guess");
        await here.Page.FillAsync("#new-password", NewPassword);
        await here.Page.FillAsync("#new-password-again", NewPassword + "?");
        await Assertions.Expect(here.Page.Locator("#new-password-again-error")).ToHaveTextAsync("The two passwords are not the same.");
        await here.Page.FillAsync("#new-password-again", NewPassword);
        await Assertions.Expect(here.Page.Locator("#new-password-strength")).ToHaveTextAsync("Very good");
        await here.Page.ClickAsync("form[aria-labelledby=password-title] button[type=submit]");
        await Assertions.Expect(here.Page.Locator("#old_password-error")).ToHaveTextAsync("This is not the password of now.");
        await here.Page.FillAsync("#old_password", WebFixture.Password);
        foreach (var field in (string[])["#new-password", "#new-password-again"]) await here.Page.FillAsync(field, "soleil2019");
        await here.Page.ClickAsync("form[aria-labelledby=password-title] button[type=submit]");
        await Assertions.Expect(here.Page.Locator("#new-password-error .field-error")).ToHaveCountAsync(1);
        // What was said of the bad one goes with it.
        foreach (var field in (string[])["#new-password", "#new-password-again"]) await here.Page.FillAsync(field, NewPassword);
        await Assertions.Expect(here.Page.Locator("#new-password-strength")).ToHaveTextAsync("Very good");
        await Assertions.Expect(here.Page.Locator("#new-password-error .field-error")).ToHaveCountAsync(0);
        await here.Page.ClickAsync("form[aria-labelledby=password-title] button[type=submit]");
        await Assertions.Expect(here.Page.GetByText("Password changed, other devices signed out")).ToBeVisibleAsync();
        // The page that is open elsewhere goes by itself; here all goes on, after a reload too.
        await there.WaitForAddressAsync(address => address.Contains("/login", StringComparison.Ordinal));
        await here.Page.ReloadAsync();
        await Eventually.BecomesTrueAsync("one session is listed", async () => await here.Page.Locator(".rows .row").CountAsync() == 1);
        await there.SignInAsync("changer", NewPassword);
        await there.WaitForAddressAsync("/settings/account");
    }

    [Fact]
    public async Task A_family_member_that_is_added_sees_the_dashboard_and_no_settings_of_the_site()
    {
        await using var admin = await site.LoginAsync("/settings/people");
        await admin.Page.FillAsync("#name", "Lucie");
        await admin.Page.FillAsync("#password", NewPassword);
        await admin.Page.FillAsync("#password-again", NewPassword);
        await admin.Page.ClickAsync("form[aria-labelledby=add-title] button[type=submit]");
        await Assertions.Expect(admin.Page.Locator(".person", new() { HasText = "Lucie" })).ToContainTextAsync("Family");

        await using var lucie = await SignInAsync("Lucie", NewPassword, "/conso");
        await Assertions.Expect(lucie.Page.Locator(".top a[href='/settings']")).ToBeVisibleAsync();
        lucie.Expected.Add("403");
        await lucie.Page.GotoAsync("/settings/people");
        await Assertions.Expect(lucie.Page.Locator(".notice")).ToContainTextAsync("Not for this account");
        await lucie.Page.GotoAsync("/settings");
        (await lucie.Page.Locator(".settings-link").AllInnerTextsAsync()).Select(text => text.Trim()).ShouldBe(["My account", "About"]);

        // The only administrator stays one; Lucie is removed, and her open page ends.
        await admin.Page.ClickAsync($"[aria-label='Change {WebFixture.Login}']");
        await admin.Page.Locator(".row-more select").SelectOptionAsync("reader");
        await Assertions.Expect(admin.Page.Locator("#role-error")).ToContainTextAsync("only administrator");
        (await admin.Page.Locator(".row-more select").InputValueAsync()).ShouldBe("admin");
        await admin.Page.ClickAsync("[aria-label='Change Lucie']");
        var row = admin.Page.Locator(".person", new() { HasText = "Lucie" });
        await row.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
        await lucie.WaitForAddressAsync(address => address.Contains("/login", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_is_shown_once_works_and_is_revoked_on_a_French_phone()
    {
        await using var visit = await site.VisitAsync(new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR" });
        await visit.Page.GotoAsync("/settings");
        await visit.SignInAsync(WebFixture.Login, WebFixture.Password);
        await visit.WaitForAddressAsync("/settings");
        // On a phone the settings are a list, from which one goes into a page, and back.
        await Assertions.Expect(visit.Page.Locator(".settings-body")).ToBeHiddenAsync();
        await visit.Page.ClickAsync(".settings-link[href='/settings/tokens']");
        await visit.Page.FillAsync("#name", "Compteur du garage");
        await visit.Page.ClickAsync("form[aria-labelledby=make-title] button[type=submit]");
        var token = await visit.Page.Locator("#made-token").InnerTextAsync();
        using var client = site.Site.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        (await client.GetAsync(new Uri("api/v1/sensors", UriKind.Relative))).EnsureSuccessStatusCode();
        (await visit.OverflowAsync()).ShouldBe(0);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "C’est noté" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#made-token")).ToHaveCountAsync(0);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Révoquer Compteur du garage" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Révoquer", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Il n’y en a pas encore.")).ToBeVisibleAsync();
        (await client.GetAsync(new Uri("api/v1/sensors", UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        foreach (var page in (string[])["account", "people", "general", "about"])
        {
            await visit.Page.GotoAsync($"/settings/{page}");
            (await visit.OverflowAsync()).ShouldBe(0, page);
        }

        await visit.Page.ClickAsync(".settings-back");
        await visit.WaitForAddressAsync("/settings");
    }

    private async Task<Visit> SignInAsync(string login, string password, string path)
    {
        var visit = await site.VisitAsync();
        await visit.Page.GotoAsync(path);
        await visit.SignInAsync(login, password);
        await visit.WaitForAddressAsync(path);
        return visit;
    }
}
