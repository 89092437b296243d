using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The page of W3bstream and its line on the dashboard. The test is the Processor: it writes the tables.</summary>
public sealed class W3bstreamPageTests(W3bstreamPageTests.Station station) : IClassFixture<W3bstreamPageTests.Station>
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
        await Link(visit, "waiting").WaitForAsync();
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

    [Fact]
    public async Task Refused_readings_are_listed_and_sent_again()
    {
        await station.ForwardAsync();
        await station.RefuseAsync(3);
        await using var visit = await Site.LoginAsync(Path);
        (await visit.Page.Locator(".failed-readings tbody tr").CountAsync()).ShouldBe(3);
        await visit.Page.Locator("#retry:not(:disabled)").ClickAsync();
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

    /// <summary>A site with samples, a reader, and a device that has its key.</summary>
    public sealed class Station : IAsyncLifetime
    {
        public WebFixture Site { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Site.InitializeAsync();
            await Site.Database.AddUserAsync("guest", WebFixture.Password, User.Reader);
            var sensor = await Site.Database.AddSensorAsync("House", WebFixture.PeriodSeconds);
            await Site.Database.AddSensorAsync("Workshop", WebFixture.PeriodSeconds);
            await Site.FillAsync(sensor, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1), 2);
            await Site.Database.Owner.ExecuteAsync("insert into reward_quarters values (date_trunc('hour', now()), 42.5, 900)");
            await SayAsync("""
                curve = 'secp256k1', public_key = '0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8',
                ethereum_address = '0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf', iotex_address = 'io10e0525sfrf53yh2aljmm3sn9jq5njk7l6jfauj'
                """);
        }

        public ValueTask DisposeAsync() => Site.DisposeAsync();

        public Task SayAsync(string status) => Site.Database.Owner.ExecuteAsync($"update w3bstream_status set {status}");

        public Task ForwardAsync() => Site.Database.Owner.ExecuteAsync(
            "update w3bstream_settings set publish_url = 'https://devnet.example/srv-applet-mgr/v0/event/eth_0x2c0d_power', token = 'protected:x', window_s = 5");

        /// <summary>As it is before anybody sets anything.</summary>
        public async Task ResetAsync()
        {
            await Site.Database.Owner.ExecuteAsync("delete from w3bstream_outbox");
            await SayAsync("fault = null, sent = 0, last_sent_at = null, unmatched = false");
            await Site.Database.Owner.ExecuteAsync("update w3bstream_settings set publish_url = '', token = '', window_s = 5, reward_steps = default");
        }

        public async Task RefuseAsync(int count)
        {
            await Site.Database.Owner.ExecuteAsync("delete from w3bstream_outbox");
            await Site.Database.Owner.ExecuteAsync("""
                insert into w3bstream_outbox (stream, window_start, window_end, watts, covered_s, profile, event_id, body, state, attempts, answer_status, answer, answered_at)
                select '1', date_trunc('minute', now()) - i * interval '5 s', date_trunc('minute', now()) - (i - 1) * interval '5 s', 134.7 + i, 5, 'devnet', gen_random_uuid(), '\x7b7d',
                       'failed', 1, 400, '{"error":"the device is not registered with this project"}', now()
                from generate_series(1, $1) i
                """, count);
            await SayAsync("failed = failed");
        }
    }
}
