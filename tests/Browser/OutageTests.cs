using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>What every page does while the database does not answer, and after it: it says so, comes back without a click, and keeps what was typed.</summary>
public sealed class OutageTests(OutageHouse house) : IClassFixture<OutageHouse>
{
    private const string Failed = "La base de données ne répond pas";

    /// <summary>The tables that the pages read.</summary>
    private const string Tables =
        "energy_hours, energy_minutes, measures, corrections, w3bstream_status, process_messages, sensors, contracts, api_tokens, sessions, users, backup_runs, settings, raw_horizon";

    private WebFixture Site => house.Site;

    [Fact]
    public async Task Every_page_that_could_not_be_read_says_so_and_is_read_again_without_a_click()
    {
        await using var visit = await Site.LoginAsync("/settings/account", new BrowserNewContextOptions { Locale = "fr-FR" });
        string[] addresses =
        [
            "/conso", "/kiosk", "/w3bstream", "/status", "/data", "/data?view=samples", "/data?view=gaps", "/data?view=corrections", "/settings/account",
            "/settings/general", "/settings/people", "/settings/tokens", "/settings/sensors", $"/settings/sensors/{house.Sensor}", "/settings/contracts",
            "/settings/display", "/settings/storage", "/settings/backup",
        ];
        var pages = new List<(string Address, IPage Page)>();
        await Site.Database.Owner.ExecuteAsync($"revoke select on {Tables} from powermeter_web");
        try
        {
            foreach (var address in addresses)
            {
                var page = await visit.Page.Context.NewPageAsync();
                await page.GotoAsync(address);
                pages.Add((address, page));
            }

            foreach (var (address, page) in pages)
                await Eventually.BecomesTrueAsync($"{address} says that it failed", async () => await page.GetByText(Failed).CountAsync() > 0);
        }
        finally
        {
            await Site.Database.Owner.ExecuteAsync($"grant select on {Tables} to powermeter_web");
        }

        foreach (var (address, page) in pages)
        {
            await Eventually.BecomesTrueAsync($"{address} is read again", async () => await page.GetByText(Failed).CountAsync() == 0);
            (await page.Locator("h1").CountAsync()).ShouldBeGreaterThan(0, $"{address}: {await page.Locator("main").InnerTextAsync()} {Site.Site.Process.Output}");
            await page.CloseAsync();
        }

        NothingFell();
    }

    [Fact]
    public async Task What_was_typed_outlives_the_database_and_is_saved_when_it_is_back()
    {
        await using var visit = await Site.LoginAsync("/settings/general", new BrowserNewContextOptions { Locale = "fr-FR" });
        visit.Expected.Add("503");
        var general = visit.Page;
        await general.FillAsync("#site_name", "Maison du lac");
        var forward = await OpenAsync("/w3bstream");
        await forward.FillAsync("#publish_url", "https://devnet.example/event/eth_0x1_power");
        await forward.Locator("#reward-add").ClickAsync();
        var sensors = await OpenAsync("/settings/sensors");
        await sensors.Locator("[data-do=remove]").First.ClickAsync();
        await sensors.FillAsync($"#remove-{house.Sensor}", "Hou");
        var storage = await OpenAsync("/settings/storage");
        await storage.Locator("#retention-months").CheckAsync();
        await storage.FillAsync("#raw_months", "13");
        var health = await OpenAsync("/status");
        await health.Locator(".health-table tbody tr").First.WaitForAsync();

        await house.Cable.CutAsync();
        await SaysAsync(sensors);
        await SaysAsync(health);
        await general.Locator("form.settings-form button[type=submit]").First.ClickAsync();
        await SaysAsync(general);
        await forward.ClickAsync("#settings-save");
        await SaysAsync(forward);
        // What the choice would remove cannot be seen: nothing is asked of the database then.
        await storage.FillAsync("#raw_months", "14");
        await SaysAsync(storage);
        await storage.Locator("#raw_months").PressAsync("Enter");
        await SaysAsync(storage);
        await StaysAsync();

        house.Cable.Mend();
        await Eventually.BecomesTrueAsync("the sensors are read again", async () => await sensors.GetByText(Failed).CountAsync() == 0);
        await Eventually.BecomesTrueAsync("the report is read again", async () => await health.GetByText(Failed).CountAsync() == 0);
        await StaysAsync();
        (await Site.Database.Owner.ScalarAsync<long>("select count(*) from settings where key = 'raw_months'")).ShouldBe(0);
        await general.Locator("form.settings-form button[type=submit]").First.ClickAsync();
        await general.Locator(".saved", new() { HasText = "Enregistré" }).First.WaitForAsync();
        NothingFell();

        async Task<IPage> OpenAsync(string address)
        {
            var page = await visit.Page.Context.NewPageAsync();
            await page.GotoAsync(address);
            return page;
        }

        async Task StaysAsync()
        {
            (await general.InputValueAsync("#site_name")).ShouldBe("Maison du lac");
            (await forward.InputValueAsync("#publish_url")).ShouldBe("https://devnet.example/event/eth_0x1_power");
            (await sensors.InputValueAsync($"#remove-{house.Sensor}")).ShouldBe("Hou");
            (await storage.InputValueAsync("#raw_months")).ShouldBe("14");
        }
    }

    private static Task SaysAsync(IPage page) =>
        Eventually.BecomesTrueAsync($"{page.Url} says that the database does not answer", async () => await page.GetByText(Failed).CountAsync() > 0);

    /// <summary>No exception has reached a page's end.</summary>
    private void NothingFell()
    {
        Site.Site.Process.HasExited.ShouldBeFalse(Site.Site.Process.Output);
        Site.Site.Process.Output.ShouldNotContain("Unhandled exception");
    }
}
