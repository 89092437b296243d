using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The page of W3bstream and its line on the dashboard. The test is the Processor: it writes the tables.</summary>
public sealed class W3bstreamPageTests(W3bstreamStation station) : IClassFixture<W3bstreamStation>
{
    private const string Path = "/w3bstream";

    private WebFixture Site => station.Site;

    private static Task ShowAsync(IPage page, string name) => page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.File($"artifacts/screenshots/{name}.png"), FullPage = true });

    private static ILocator Link(Visit visit, string state) => visit.Page.Locator($"[data-link={state}]");

    [Fact]
    public async Task Settings_are_changed_and_the_token_is_never_shown()
    {
        await station.ResetAsync();
        await using var visit = await Site.LoginAsync(Path);
        await Link(visit, "off").WaitForAsync();
        await visit.Page.Locator("#settings-save:not(:disabled)").WaitForAsync();
        await visit.Page.FillAsync("#publish_url", "http://127.0.0.1:9/event");
        await visit.Page.FillAsync("#token", "pub_geheim");
        await visit.Page.FillAsync("#window_s", "10");
        await visit.Page.ClickAsync("#settings-save");
        await visit.Page.Locator(".settings-form .saved", new() { HasText = "Saved" }).WaitForAsync();
        await Link(visit, "ready").WaitForAsync();
        (await visit.Page.InputValueAsync("#token")).ShouldBe("");
        (await visit.Page.ContentAsync()).ShouldNotContain("geheim");
        (await Site.Database.Owner.ScalarAsync<string>("select publish_url || ' ' || window_s || ' ' || left(token, 10) from w3bstream_settings")).ShouldBe("http://127.0.0.1:9/event 10 protected:");
        await visit.Page.ClickAsync("#token-clear");
        await Link(visit, "off").WaitForAsync();
        (await Site.Database.Owner.ScalarAsync<string>("select token from w3bstream_settings")).ShouldBe("");
    }

    [Theory]
    [InlineData("en-GB", "Give a whole number of seconds from 1 to 300.", "Give an address that begins with http:// or https://")]
    [InlineData("fr-FR", "Indiquez un nombre entier de secondes, de 1 à 300.", "Indiquez une adresse qui commence par http:// ou https://")]
    public async Task What_is_wrong_is_said_beside_its_field(string locale, string window, string url)
    {
        await station.ResetAsync();
        await using var visit = await Site.LoginAsync(Path, new BrowserNewContextOptions(House.Phone) { Locale = locale });
        await visit.Page.Locator("#settings-save:not(:disabled)").WaitForAsync();
        await visit.Page.FillAsync("#window_s", "0");
        await visit.Page.FillAsync("#publish_url", "devnet");
        await visit.Page.FillAsync("#max_age_s", "100");
        await visit.Page.ClickAsync("#settings-save");
        await visit.Page.Locator("#window_s-error", new() { HasText = window }).WaitForAsync();
        await visit.Page.Locator("#publish_url-error", new() { HasText = url }).WaitForAsync();
        (await visit.Page.GetAttributeAsync("#window_s", "aria-invalid")).ShouldBe("true");
        (await visit.Page.GetAttributeAsync("#max_age_s", "aria-invalid")).ShouldBeNull();
        (await visit.OverflowAsync()).ShouldBe(0);
        await ShowAsync(visit.Page, $"w3bstream-wrong-{locale}");
        (await Site.Database.Owner.ScalarAsync<int>("select max_age_s from w3bstream_settings")).ShouldBe(604800);
    }

    [Fact]
    public async Task The_page_and_the_dashboard_follow_what_happens()
    {
        await station.ForwardAsync();
        await station.SayAsync("sent = 1234, fault = null, last_sent_at = now(), last_answer_status = 200, last_answer_at = now()");
        await using var visit = await Site.LoginAsync(Path);
        await using var dashboard = await Site.LoginAsync("/conso");
        foreach (var one in (Visit[])[visit, dashboard]) await Link(one, "sending").Locator("[data-sent]", new() { HasText = "1,234" }).WaitForAsync();
        await station.SayAsync("sent = 1235, fault = 'The network is away: connection refused.'");
        foreach (var one in (Visit[])[visit, dashboard]) await Link(one, "fault").Locator("[data-sent]", new() { HasText = "1,235" }).WaitForAsync();
        await visit.Page.Locator(".link-card [lang=en]", new() { HasText = "connection refused" }).WaitForAsync();
        await station.ResetAsync();
        await Link(visit, "off").WaitForAsync();
        await Eventually.BecomesTrueAsync("the line leaves the dashboard", async () => await dashboard.Page.Locator(".link-line").CountAsync() == 0);
    }

    [Theory]
    [InlineData("en-GB", "Nothing is delivered: the network refuses the token (401).", "No readings are made while a chosen sensor is paused: Workshop.")]
    [InlineData("fr-FR", "Rien n’est transmis\u00a0: le réseau refuse le jeton (401).", "Aucun relevé n’est produit tant qu’un capteur choisi est en pause\u00a0: Workshop.")]
    public async Task What_is_wrong_is_said_in_the_readers_language(string locale, string fault, string paused)
    {
        await station.ForwardAsync();
        await station.SayAsync("""
            fault = 'Nothing is delivered: the network refuses the token (401).', fault_said = '["W3b_NotDelivered", ["W3b_TokenRefused"]]',
            last_answer_status = 401, last_answer_at = now(), last_answer = 'accès refusé'
            """);
        await Site.Database.Owner.ExecuteAsync("update w3bstream_settings set sensors = array(select id from sensors where name = 'Workshop')");
        await Site.Database.Owner.ExecuteAsync("update sensors set enabled = false where name = 'Workshop'");
        try
        {
            await using var visit = await Site.LoginAsync(Path, new BrowserNewContextOptions(House.Phone) { Locale = locale });
            await visit.Page.Locator("#settings-save:not(:disabled)").WaitForAsync();
            (await Link(visit, "fault").Locator(".link-state p").First.InnerTextAsync()).ShouldBe(fault);
            (await visit.Page.Locator(".link-note").InnerTextAsync()).ShouldBe(paused);
            // Nobody knows in what language the network answers.
            (await visit.Page.Locator("[data-answer] code").GetAttributeAsync("lang")).ShouldBe("");
            (await visit.Page.Locator("main [lang=en]").CountAsync()).ShouldBe(0);
            (await visit.OverflowAsync()).ShouldBe(0);
            await ShowAsync(visit.Page, $"w3bstream-fault-{locale}");
        }
        finally
        {
            await Site.Database.Owner.ExecuteAsync("update sensors set enabled = true where name = 'Workshop'");
            await Site.Database.Owner.ExecuteAsync("update w3bstream_settings set sensors = '{}'");
        }
    }

    [Fact]
    public async Task Refused_readings_are_listed_and_sent_again()
    {
        await station.ForwardAsync();
        await station.RefuseAsync(3);
        await using var visit = await Site.LoginAsync(Path);
        await visit.Page.Locator("#retry:not(:disabled)").WaitForAsync();
        (await visit.Page.Locator(".failed-readings tbody tr").CountAsync()).ShouldBe(3);
        await visit.Page.ClickAsync("#retry");
        await visit.Page.Locator("[data-none]").WaitForAsync();
        await visit.Page.Locator(".saved", new() { HasText = "Put back in line: 3." }).WaitForAsync();
        (await Site.Database.Owner.ScalarAsync<long>("select count(*) from w3bstream_outbox where state = 'waiting' and attempts = 0")).ShouldBe(3);
    }

    [Fact]
    public async Task The_table_of_thresholds_is_changed()
    {
        await station.ResetAsync();
        await using var visit = await Site.LoginAsync(Path, new BrowserNewContextOptions { Locale = "fr-FR" });
        await visit.Page.Locator("#reward-add:not(:disabled)").ClickAsync();
        var inputs = visit.Page.Locator(".reward-row input");
        await Eventually.BecomesTrueAsync("there is a third row", async () => await inputs.CountAsync() == 6);
        await inputs.Nth(4).FillAsync("2");
        await inputs.Nth(5).FillAsync("1");
        await visit.Page.ClickAsync("#reward-save");
        await visit.Page.Locator(".reward-form .field-error", new() { HasText = "Les seuils" }).WaitForAsync();
        await inputs.Nth(4).FillAsync("7,5");
        await visit.Page.ClickAsync("#reward-save");
        await visit.Page.Locator(".reward-form .saved").WaitForAsync();
        (await Site.Database.Owner.ScalarAsync<string>("select reward_steps -> 2 ->> 'below_w' from w3bstream_settings")).ShouldBe("7.5");
    }

    [Fact]
    public async Task A_reader_sees_how_it_goes_and_no_form()
    {
        await station.ForwardAsync();
        await station.RefuseAsync(2);
        await using var visit = await Site.VisitAsync();
        await visit.Page.GotoAsync(Path);
        await visit.SignInAsync("guest", WebFixture.Password);
        await visit.Page.Locator(".failed-readings tbody tr").First.WaitForAsync();
        (await visit.Page.Locator("main form, #retry, main input").CountAsync()).ShouldBe(0);
        (await visit.Page.Locator(".reward-steps tbody tr").CountAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task What_is_saved_by_the_keyboard_keeps_the_place()
    {
        await station.ResetAsync();
        await using var visit = await Site.LoginAsync(Path);
        await visit.Page.Locator("#window_s:not(:disabled)").FillAsync("7");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Locator(".settings-form .saved").WaitForAsync();
        (await visit.Page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("window_s");
    }

    [Fact]
    public async Task An_address_is_copied_by_its_button()
    {
        await station.ForwardAsync();
        await using var visit = await Site.LoginAsync(Path, new BrowserNewContextOptions { Permissions = ["clipboard-read", "clipboard-write"] });
        // The page is drawn anew when it comes alive, and the focus would be lost.
        await visit.Page.Locator("#settings-save:not(:disabled)").WaitForAsync();
        var button = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Copy: IoTeX address" });
        await button.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Locator("[data-copy=identity-iotex].done").WaitForAsync();
        (await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()")).ShouldBe("io10e0525sfrf53yh2aljmm3sn9jq5njk7l6jfauj");
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light, "en-GB")]
    [InlineData(1440, ColorScheme.Dark, "fr-FR")]
    [InlineData(390, ColorScheme.Light, "fr-FR")]
    [InlineData(390, ColorScheme.Dark, "en-GB")]
    public async Task It_fits_and_can_be_looked_at(int width, ColorScheme theme, string locale)
    {
        await station.ForwardAsync();
        await station.RefuseAsync(4);
        await station.SayAsync("""sent = 17280, fault = null, last_sent_at = now(), last_answer_status = 200, last_answer_at = now(), last_answer = '{"results":[]}', unmatched = true""");
        await using var visit = await Site.LoginAsync(Path, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = width > 720 ? 900 : 844 }, ColorScheme = theme, Locale = locale });
        await visit.Page.Locator("#settings-save:not(:disabled)").WaitForAsync();
        await Link(visit, "sending").WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await ShowAsync(visit.Page, string.Create(CultureInfo.InvariantCulture, $"w3bstream-{width}-{theme}-{locale}"));
        await visit.Page.GotoAsync("/conso");
        await visit.WaitForPointsAsync();
        await Link(visit, "sending").WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await ShowAsync(visit.Page, string.Create(CultureInfo.InvariantCulture, $"w3bstream-line-{width}-{theme}-{locale}"));
    }
}
