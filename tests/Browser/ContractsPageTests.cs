using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>Contracts: the strip by pointer and keys, a contract that reaches into the past, and the pages beside them.</summary>
public sealed class ContractsPageTests(ContractStation station) : IClassFixture<ContractStation>
{
    private const string Path = "/settings/contracts";

    private WebFixture Site => station.Site;

    private static Task ShowAsync(IPage page, string name) => page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.File($"artifacts/screenshots/{name}.png"), FullPage = true });

    private static ILocator Text(Visit visit) => visit.Page.Locator("#tariff-off-peak");

    private static Task TextBecomesAsync(Visit visit, string hours) =>
        Eventually.BecomesTrueAsync($"the text says {hours}", async () => await Text(visit).InputValueAsync() == hours);

    private static async Task DragAsync(Visit visit, double fromHour, double toHour)
    {
        await visit.Page.Locator(".strip-bar[data-ready]").First.ScrollIntoViewIfNeededAsync();
        var box = (await visit.Page.Locator(".strip-bar").First.BoundingBoxAsync())!;
        var y = box.Y + box.Height / 2;
        await visit.Page.Mouse.MoveAsync((float)(box.X + box.Width * fromHour / 24), y);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync((float)(box.X + box.Width * (fromHour + toHour) / 48), y);
        await visit.Page.Mouse.MoveAsync((float)(box.X + box.Width * toHour / 24), y);
        await visit.Page.Mouse.UpAsync();
    }

    private static async Task BeginAsync(Visit visit)
    {
        await visit.Page.Locator("#contract-add:not(:disabled)").ClickAsync();
        await visit.Page.Locator(".strip-bar[data-ready]").First.WaitForAsync();
    }

    [Fact]
    public async Task Off_peak_hours_are_dragged_drawn_typed_and_moved_by_keys()
    {
        await using var visit = await Site.LoginAsync(Path, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        await BeginAsync(visit);
        await TextBecomesAsync(visit, "22:30-06:30");
        // An edge, by the pointer: it keeps to quarters of an hour.
        await DragAsync(visit, 6.5, 7.27);
        await TextBecomesAsync(visit, "22:30-07:15");
        await DragAsync(visit, 12, 14);
        await TextBecomesAsync(visit, "12:00-14:00; 22:30-07:15");
        // A whole block.
        await DragAsync(visit, 13, 15);
        await TextBecomesAsync(visit, "14:00-16:00; 22:30-07:15");
        await ShowAsync(visit.Page, "contract-strip");

        // Keys: a quarter, a minute, an hour, across midnight, and away with it.
        var start = visit.Page.Locator("[role=slider][data-index='1'][data-edge=start]");
        await start.FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.Page.Keyboard.PressAsync("Shift+ArrowRight");
        await TextBecomesAsync(visit, "14:00-16:00; 22:46-07:15");
        (await start.GetAttributeAsync("aria-valuetext")).ShouldBe("22:46, 8 h 29 long");
        await visit.Page.Keyboard.PressAsync("PageUp");
        await visit.Page.Keyboard.PressAsync("PageUp");
        await TextBecomesAsync(visit, "00:46-07:15; 14:00-16:00");
        // It is the first of them now, and still has the keys.
        (await visit.Page.Locator("[role=slider][data-index='0'][data-edge=start]:focus").CountAsync()).ShouldBe(1);
        await visit.Page.Keyboard.PressAsync("Delete");
        await TextBecomesAsync(visit, "14:00-16:00");

        // The text leads the strip, and what only a text can say stays one.
        await Text(visit).FillAsync("mon-fri 22:00-06:00; sat,sun 00:00-24:00");
        await Text(visit).BlurAsync();
        await visit.Page.Locator(".strip").Nth(1).WaitForAsync();
        await Text(visit).FillAsync("wed 12:00-14:00");
        await Text(visit).BlurAsync();
        await visit.Page.Locator(".strip-note").WaitForAsync();
        await Text(visit).FillAsync("from ten to six");
        await Text(visit).BlurAsync();
        await visit.Page.GetByText("are no off-peak hours; allowed").WaitForAsync();
    }

    [Fact]
    public async Task A_contract_that_reaches_into_the_past_is_shown_while_it_is_worked_off()
    {
        await using var visit = await Site.LoginAsync(Path);
        await BeginAsync(visit);
        // Again until it is heard: what is drawn is there before the page is alive.
        await Eventually.BecomesTrueAsync("the list is shown", async () =>
        {
            await visit.Page.ClickAsync("label:has(#tariff-from-list)");
            return await visit.Page.Locator("#offer-search").IsVisibleAsync();
        });
        await visit.Page.FillAsync("#offer-search", "zen 6");
        // On a busy machine the list of before is still there when the search has been typed.
        await Eventually.BecomesTrueAsync(
            "the search is answered", async () => (await visit.Page.Locator(".offer").First.InnerTextAsync()).Contains("Zen", StringComparison.Ordinal));
        await visit.Page.Locator(".offer").First.ClickAsync();
        await Eventually.BecomesTrueAsync("the offer is taken over", async () => await visit.Page.InputValueAsync("#tariff-peak") == "0.2177");
        await TextBecomesAsync(visit, "sat,sun 00:00-24:00");
        await visit.Page.Locator("[data-price-now]").WaitForAsync();

        // Wrong, said beside its field; then right.
        await visit.Page.FillAsync("#tariff-vat", "120");
        await visit.Page.ClickAsync("#contract-save");
        await visit.Page.Locator(".field-error", new() { HasText = "“120” is no rate of VAT" }).WaitForAsync();
        await visit.Page.FillAsync("#tariff-vat", "20");
        await visit.Page.FillAsync("#contract-from", "2026-01-01");
        await visit.Page.ClickAsync("#contract-save");
        await visit.Page.Locator(".field-error", new() { HasText = "Another contract begins on that day" }).WaitForAsync();
        var yesterday = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await visit.Page.FillAsync("#contract-from", yesterday);
        await visit.Page.ClickAsync("#contract-compare");
        await visit.Page.Locator(".cost-table tbody tr").First.WaitForAsync();
        await ShowAsync(visit.Page, "contract-new");
        await visit.Page.ClickAsync("#contract-save");

        // It waits until a Processor is there, and nobody can change anything else meanwhile.
        await visit.Page.Locator("[data-change-state=waiting]").WaitForAsync();
        (await visit.Page.IsDisabledAsync("#contract-add")).ShouldBeTrue();
        (await visit.Page.Locator("[data-contract]").CountAsync()).ShouldBe(1);
        await ShowAsync(visit.Page, "contract-waiting");
        station.StartProcessor();
        await visit.Page.Locator("[data-change-state=done]").WaitForAsync();
        (await visit.Page.Locator("[data-contract].now h2").InnerTextAsync()).ShouldBe("EDF Zen Week-End 6 kVA");
        await ShowAsync(visit.Page, "contracts");

        // And away with it again.
        await visit.Page.Locator(".now [data-remove]").ClickAsync();
        await visit.Page.Locator("[data-remove-now]").ClickAsync();
        await Eventually.BecomesTrueAsync("the first one holds again", async () =>
            await Site.Database.Owner.ScalarAsync<long>("select count(*) from contracts") == 1 && await visit.Page.Locator("[data-contract]").CountAsync() == 1);
    }

    [Fact]
    public async Task On_a_french_phone_every_page_fits_and_the_strip_follows_a_finger()
    {
        await using var visit = await Site.LoginAsync(Path, new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR", ColorScheme = ColorScheme.Dark });
        await BeginAsync(visit);
        (await visit.Page.InputValueAsync("#tariff-peak")).ShouldBe("0,2");
        await visit.Page.FillAsync("#tariff-peak", "0,2142");
        await DragAsync(visit, 22.5, 21);
        await TextBecomesAsync(visit, "21:00-06:30");
        (await visit.OverflowAsync()).ShouldBe(0);
        await ShowAsync(visit.Page, "contract-french-phone");
        foreach (var page in (string[])["/settings/contracts", "/settings/display", "/settings/storage", "/w3bstream"])
        {
            await visit.Page.GotoAsync(page);
            await visit.Page.Locator("h1").WaitForAsync();
            (await visit.OverflowAsync()).ShouldBe(0, page);
            await ShowAsync(visit.Page, $"{page.Split('/')[^1]}-french-phone");
        }
    }

    [Fact]
    public async Task What_is_refused_or_given_up_is_said_in_french()
    {
        await using var visit = await Site.LoginAsync(Path, new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR" });
        await visit.Page.Locator("#offers-fetch:not(:disabled)").WaitForAsync();
        await visit.Page.FillAsync("#offers-url", "ftp://example.org/offers.json");
        await visit.Page.ClickAsync("#offers-fetch");
        await visit.Page.Locator(".field-error", new() { HasText = "L’adresse de la liste n’est pas permise\u202f; permis\u00a0: une adresse comme" }).WaitForAsync();
        (await visit.Page.Locator("main [lang=en]").CountAsync()).ShouldBe(0);
        (await visit.OverflowAsync()).ShouldBe(0);
        await ShowAsync(visit.Page, "contracts-refused-french");
        await Site.Database.Owner.ExecuteAsync("""
            insert into tariff_changes (contracts, time_zone, requested_by, finished_at, error, error_said)
            values ('[]', 'Europe/Paris', 'test', now(), 'vat_percent is wrong', '["Tariff_ChangeRefused", "vat_percent is wrong"]')
            """);
        try
        {
            await visit.Page.GotoAsync("/settings/general");
            await visit.Page.Locator(".form-error", new() { HasText = "La base de données l’a refusé, en ses propres mots\u00a0: vat_percent is wrong" }).WaitForAsync();
        }
        finally
        {
            await Site.Database.Owner.ExecuteAsync("delete from tariff_changes where requested_by = 'test'");
        }
    }

    [Fact]
    public async Task What_the_display_shows_is_chosen_and_the_storage_is_measured()
    {
        await using var visit = await Site.LoginAsync("/settings/display", new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        await visit.Page.SelectOptionAsync("#display-language", "fr");
        await visit.Page.SelectOptionAsync("#display-rotation", "180");
        await visit.Page.Locator(".display-sensors input").First.CheckAsync();
        await visit.Page.ClickAsync("#display-save");
        await visit.Page.Locator(".saved").WaitForAsync();
        (await Site.Database.Owner.ScalarAsync<string>("select string_agg(value, ' ' order by key) from settings where key in ('display_language', 'display_rotation')")).ShouldBe("fr 180");
        await visit.Page.Locator("img[src*='lang=fr&v=1']").First.WaitForAsync();
        await ShowAsync(visit.Page, "display");
        await visit.Page.GotoAsync("/settings/storage");
        await visit.Page.Locator("[data-forecast]", new() { HasText = "Too little is known" }).WaitForAsync();
        (await visit.Page.Locator("[data-database]").InnerTextAsync()).ShouldEndWith("MB");
        await ShowAsync(visit.Page, "storage");
    }

    [Fact]
    public async Task A_reader_neither_sees_nor_changes_contracts()
    {
        await using var visit = await Site.VisitAsync();
        visit.Expected.Add("403");
        visit.Expected.Add("404");
        await visit.Page.GotoAsync(Path);
        await visit.SignInAsync("guest", WebFixture.Password);
        await visit.Page.Locator("h1, h2").First.WaitForAsync();
        (await visit.Page.Locator("#contract-add").CountAsync()).ShouldBe(0);
        (await visit.Page.Locator(".timeline").CountAsync()).ShouldBe(0);
    }
}
