using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using Npgsql;
using PowerMeter.Processor.Energy;
using PowerMeter.Processor.Retention;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The choice for how long samples are kept.</summary>
public sealed class RetentionPageTests(WebFixture site) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task A_limit_says_what_it_removes_asks_and_tells_what_went()
    {
        // A sample every ten minutes for ten months, too far apart to carry energy.
        var sensor = await site.Database.AddSensorAsync("House", WebFixture.PeriodSeconds);
        await site.Database.Owner.ExecuteAsync("select ensure_measure_partitions(now() - interval '10 months', now())");
        await site.Database.Owner.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) select $1, at, 500, false from generate_series(now() - interval '10 months', now(), '10 minutes') as at", sensor);
        await DrainAsync();
        await site.Database.Owner.ExecuteAsync("analyze measures");

        await using (var visit = await site.LoginAsync("/settings/storage"))
        {
            var page = visit.Page;
            await ChooseAsync(page, "#retention-months");
            var months = page.Locator("#raw_months");
            await months.FillAsync("1");
            await page.Locator(".settings-form button[type=submit]").Last.ClickAsync();
            await page.GetByText("Samples are kept for 2 to 1,200 months, or for ever.").Or(page.GetByText("Samples are kept for 2 to 1200 months, or for ever.")).WaitForAsync();
            (await CountAsync("settings where key = 'raw_months'")).ShouldBe(0);

            await TypeOnAsync(page, "8", "6");
            (await page.Locator("#retention-removal").InnerTextAsync()).ShouldContain("cannot be undone");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save and remove" }).ClickAsync();
            await page.GetByText("for good?").WaitForAsync();
            await ShootAsync(page, "confirm-desktop");
            (await CountAsync("settings where key = 'raw_months'")).ShouldBe(0);
            await page.GetByRole(AriaRole.Button, new() { Name = "Save and remove" }).ClickAsync();
            await page.GetByText("within the hour").WaitForAsync();
            await page.Locator("[data-kept]", new() { HasText = "6 months" }).WaitForAsync();
        }

        var removed = await new RawRetention(site.Database.Processor, TimeProvider.System, NullLogger<RawRetention>.Instance).RunAsync(CancellationToken.None);
        removed.Count.ShouldBeGreaterThan(2);
        await using (var visit = await site.LoginAsync("/settings/storage", new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR", ColorScheme = ColorScheme.Dark }))
        {
            await visit.Page.GetByText("Ce qui a été supprimé").WaitForAsync();
            await visit.Page.GetByText("Il y a des mesures depuis le 1").WaitForAsync();
            (await visit.OverflowAsync()).ShouldBe(0);
            await ShootAsync(visit.Page, "phone-fr-dark");
        }

        await using (var visit = await site.LoginAsync($"/data?view=samples&sensor={sensor}&at={TimeProvider.System.GetUtcNow().AddMonths(-9):yyyy-MM-dd}T00:00:00Z", House.Phone))
        {
            await visit.Page.Locator("[data-removed]", new() { HasText = "were removed by retention" }).WaitForAsync();
            (await visit.OverflowAsync()).ShouldBe(0);
            await ShootAsync(visit.Page, "samples-phone");
        }

        await using (var visit = await site.LoginAsync("/settings/storage"))
        {
            // Back to for ever: nothing more goes, and nothing comes back.
            await ChooseAsync(visit.Page, "#retention-ever");
            await ShootAsync(visit.Page, "desktop");
            await visit.Page.Locator(".settings-form button[type=submit]").Last.ClickAsync();
            await visit.Page.Locator("[data-kept]", new() { HasText = "for ever" }).WaitForAsync();
            (await CountAsync("settings where key = 'raw_months'")).ShouldBe(0);
            (await CountAsync("measures_dropped")).ShouldBe(removed.Count);
        }
    }

    /// <summary>Enters a number, and writes another one while the database is still asked what the first would remove.</summary>
    private async Task TypeOnAsync(IPage page, string entered, string then)
    {
        await using var connection = await site.Database.Owner.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await new NpgsqlCommand("lock table pending_energy in access exclusive mode", connection, transaction).ExecuteNonQueryAsync();
            await page.Locator("#raw_months").FillAsync(entered);
            await WaitingAsync(1);
            await page.Locator("#raw_months").PressAsync("Enter");
            await WaitingAsync(2);
            await page.Locator("#raw_months").FillAsync(then);
            await WaitingAsync(3);
        }

        await page.Locator("#retention-removal").WaitForAsync();
        (await CountAsync("settings where key = 'raw_months'")).ShouldBe(0);
    }

    private Task WaitingAsync(int looks) => Eventually.BecomesTrueAsync(
        $"{looks} looks wait", async () => await CountAsync("pg_locks where relation = 'pending_energy'::regclass and not granted") >= looks);

    /// <summary>The sign of it is drawn by its label; and before the page is alive there is nothing to choose.</summary>
    private static async Task ChooseAsync(IPage page, string choice)
    {
        await page.Locator($"{choice}:enabled").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Locator(choice).CheckAsync(new() { Force = true });
    }

    private async Task DrainAsync()
    {
        var rollup = new EnergyRollup(site.Database.Processor);
        while (await rollup.ClaimAsync(CancellationToken.None) is not null)
        {
        }
    }

    private Task<long> CountAsync(string what) => site.Database.Owner.ScalarAsync<long>($"select count(*) from {what}");

    /// <summary>A picture for who wants to look at the page: into the directory that POWERMETER_TEST_PICTURES names.</summary>
    private static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("POWERMETER_TEST_PICTURES") is { } directory)
            await page.ScreenshotAsync(new() { Path = Path.Combine(directory, $"retention-{name}.png"), FullPage = true });
    }
}
