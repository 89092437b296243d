using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The first run, each from an empty base station to the dashboard.</summary>
public sealed class FirstRunTests
{
    private const string Password = "four plain words here";

    /// <summary>While a step is being kept the next one shows already, and takes no click yet.</summary>
    private const string Later = ".first-run-footer:has(#next:not([aria-busy])) #later";

    private static BrowserNewContextOptions EnglishDesktop => new() { Locale = "en-GB", TimezoneId = "Europe/London", ViewportSize = new ViewportSize { Width = 1440, Height = 900 } };

    private static BrowserNewContextOptions FrenchPhone => new()
    {
        Locale = "fr-FR",
        TimezoneId = "Europe/Paris",
        ViewportSize = new ViewportSize { Width = 390, Height = 844 },
        IsMobile = true,
        HasTouch = true,
    };

    [Fact]
    public async Task The_whole_wizard_on_a_desktop_in_english_ends_signed_in_on_the_dashboard()
    {
        await using var site = await WebFixture.StartEmptyAsync();
        await site.LoadOffersAsync();
        await using var receiver = PowerMeterProcess.Start("Receiver", site.Database, site.Site.Directory);
        await using var visit = await site.VisitAsync(EnglishDesktop);
        var page = visit.Page;
        await page.GotoAsync("/data");
        await visit.WaitForAddressAsync("/install");
        await Assertions.Expect(page.Locator("#time-zone")).ToHaveValueAsync("Europe/London");
        await NextAsync(page, "#account-name");

        await page.ClickAsync("#next");
        await page.Locator(".field-error").First.WaitForAsync();
        await AnswerAccountAsync(page);
        await page.Locator("[data-kind=simulated]").Last.ClickAsync();
        await page.Locator("#sensor-try").WaitForAsync();
        await page.ClickAsync("#next");
        await page.Locator(".form-error", new() { HasText = "Take a live reading first" }).WaitForAsync();
        await page.ClickAsync("#sensor-try");
        await page.Locator("[data-trial=live]").WaitForAsync();
        await NextAsync(page, "#tariff-own");

        await page.Locator(".offer").First.WaitForAsync();
        await page.ClickAsync("#next");
        await page.Locator(".field-error", new() { HasText = "Choose an offer" }).WaitForAsync();
        // The browser is of another country than the offers.
        (await page.Locator(".offer-prices").First.InnerTextAsync()).ShouldStartWith("€");
        await page.Locator(".offer", new() { HasText = "Heures Creuses" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("#tariff-currency")).ToHaveValueAsync("EUR");
        await page.Locator("label:has(#tariff-own)").ClickAsync();
        await page.FillAsync("#tariff-provider", "Village power");
        await page.Locator("label:has(#tariff-one)").ClickAsync();
        await page.FillAsync("#tariff-peak", "0.25");
        await NextAsync(page, "#publish-url");
        await page.ClickAsync(Later);
        await page.Locator(".first-run-summary").WaitForAsync();
        await page.ClickAsync("#finish");
        await page.ClickAsync("#to-dashboard");
        await visit.WaitForAddressAsync("/conso");
        await page.Locator("[data-watts]").First.WaitForAsync();

        (await site.Database.Owner.ScalarAsync<string>("select name from users where role = 'admin'")).ShouldBe("camille");
        (await site.Database.Owner.ScalarAsync<string>("select value from settings where key = 'time_zone'")).ShouldBe("Europe/London");
        (await site.Database.Owner.ScalarAsync<long>("select count(*) from contracts")).ShouldBe(1);
        visit.Expected.Add("404");
        var answers = 0;
        page.Response += (_, answer) => answers += answer.Url.EndsWith("/install", StringComparison.Ordinal) ? 1 : 0;
        await page.AddInitScriptAsync("addEventListener('DOMContentLoaded', () => document.querySelectorAll('h1').forEach(title => title.dataset.dead = ''))");
        (await page.GotoAsync("/install"))!.Status.ShouldBe(404);
        // The page that says so still does when its connection has drawn it anew, at the first run's address.
        await page.Locator("h1:not([data-dead])", new() { HasText = "There is no such page" }).WaitForAsync();
        answers.ShouldBe(1);
    }

    [Fact]
    public async Task On_a_phone_in_french_it_is_left_and_resumed_after_a_restart_and_nothing_is_wider_than_the_screen()
    {
        await using var site = await WebFixture.StartEmptyAsync();
        await using var visit = await site.VisitAsync(FrenchPhone);
        var page = visit.Page;
        await page.GotoAsync("/");
        await page.Locator("h1", new() { HasText = "Bienvenue" }).WaitForAsync();
        await Assertions.Expect(page.Locator("#time-zone")).ToHaveValueAsync("Europe/Paris");
        (await visit.OverflowAsync()).ShouldBe(0);
        await NextAsync(page, "#account-name");
        (await visit.OverflowAsync()).ShouldBe(0);
        await AnswerAccountAsync(page);
        (await visit.OverflowAsync()).ShouldBe(0);
        await page.ClickAsync(Later);
        await page.Locator("#tariff-own").WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await Eventually.BecomesTrueAsync("the answers are kept", () => site.Database.Owner.ScalarAsync<bool>("select exists (select from first_run where step = 'tariff')"));

        visit.Expected.Add(""); // the connection of the open page is cut
        await page.Locator("#later").EvaluateAsync("later => later.dataset.before = ''");
        await site.Site.RestartAsync();
        // The page comes back by itself, and what was answered with it.
        await page.Locator("#later:not([data-before], [disabled])").WaitForAsync();
        await page.Locator("#tariff-own").WaitForAsync();
        await page.ClickAsync(Later);
        await page.Locator("#publish-url").WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await page.ClickAsync("#back");
        await page.Locator("#tariff-own").WaitForAsync();
        await page.ClickAsync(Later);
        await page.Locator("#publish-url").WaitForAsync();
        await page.ClickAsync(Later);
        await page.Locator(".first-run-summary", new() { HasText = "camille" }).WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await page.ClickAsync("#finish");
        await page.Locator("h1", new() { HasText = "C’est prêt" }).WaitForAsync();
        await page.ClickAsync("#to-dashboard");
        await visit.WaitForAddressAsync("/conso");
        (await site.Database.Owner.ScalarAsync<string>("select value from settings where key = 'language'")).ShouldBe("fr");
    }

    [Fact]
    public async Task A_button_shows_that_it_works_and_what_is_typed_meanwhile_stays()
    {
        await using var site = await WebFixture.StartEmptyAsync();
        await using var visit = await site.VisitAsync(EnglishDesktop);
        var page = visit.Page;
        await page.GotoAsync("/install");
        await Assertions.Expect(page.Locator("#time-zone")).ToHaveValueAsync("Europe/London");
        await using (var connection = await site.Database.Owner.OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (var held = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            // Nothing can be kept until this is over.
            await using var command = connection.CreateCommand();
            command.CommandText = "lock table first_run in exclusive mode";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await page.ClickAsync("#next");
            await page.Locator("#next[disabled][aria-busy=true] .pulse").WaitForAsync();
            await page.Locator("#back[disabled]").WaitForAsync();
            (await page.Locator(".stepper button:not([disabled])").CountAsync()).ShouldBe(0);
            await page.FillAsync("#account-name", "camille");
        }

        await page.Locator("#next:not([disabled], [aria-busy])").WaitForAsync();
        (await page.Locator("#account-name").InputValueAsync()).ShouldBe("camille");
        await AnswerAccountAsync(page);
    }

    [Fact]
    public async Task Of_two_browsers_one_takes_over_and_the_other_is_told_who_won()
    {
        await using var site = await WebFixture.StartEmptyAsync();
        await using var first = await site.VisitAsync(EnglishDesktop);
        await first.Page.GotoAsync("/install");
        await Assertions.Expect(first.Page.Locator("#time-zone")).ToHaveValueAsync("Europe/London");
        await NextAsync(first.Page, "#account-name");
        await AnswerAccountAsync(first.Page);
        await Eventually.BecomesTrueAsync("the answers are kept", () => site.Database.Owner.ScalarAsync<bool>("select exists (select from first_run where step = 'sensor')"));

        await using var second = await site.VisitAsync(FrenchPhone);
        await second.Page.GotoAsync("/install");
        await second.Page.Locator("h2", new() { HasText = "Un autre navigateur fait la mise en route" }).WaitForAsync();
        await second.Page.ClickAsync("#take-over");
        // The first one's password is not this one's.
        await second.Page.Locator("#password").WaitForAsync();
        (await second.Page.InputValueAsync("#account-name")).ShouldBe("camille");

        await first.Page.ClickAsync(Later);
        await first.Page.Locator("h2", new() { HasText = "Another browser is doing the first run" }).WaitForAsync();
        await AnswerAccountAsync(second.Page);
        foreach (var next in (string[])["#tariff-own", "#publish-url", "#finish"])
        {
            await second.Page.ClickAsync(Later);
            await second.Page.Locator(next).WaitForAsync();
        }

        await second.Page.ClickAsync("#finish");
        await second.Page.Locator("#to-dashboard").WaitForAsync();
        await first.Page.Locator("h2", new() { HasText = "It is set up already" }).WaitForAsync();
        (await first.Page.Locator(".notice").InnerTextAsync()).ShouldContain("from the address 127.0.0.1");
        await first.Page.ClickAsync(".notice a");
        await first.WaitForAddressAsync("/login");
    }

    private static async Task NextAsync(IPage page, string appears)
    {
        await page.ClickAsync("#next:not([disabled])");
        await page.Locator(appears).WaitForAsync();
    }

    private static async Task AnswerAccountAsync(IPage page)
    {
        await page.FillAsync("#account-name", "camille");
        await page.FillAsync("#password", Password);
        await page.FillAsync("#password-again", Password);
        await NextAsync(page, "[data-kind=simulated]");
    }
}
