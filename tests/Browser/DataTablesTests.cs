using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The tables of the data page: days, samples, gaps, and what corrects them.</summary>
public sealed class DataTablesTests(WebFixture site) : IClassFixture<WebFixture>
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static Task ShowAsync(IPage page, string name) =>
        page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.File($"artifacts/screenshots/{name}.png"), FullPage = true });

    /// <summary>As a field for date and time has it.</summary>
    private static string Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Zone).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static string Url(string view, int sensor) => $"/data?view={view}&sensor={sensor.ToString(CultureInfo.InvariantCulture)}";

    private Task<long> CountAsync(int sensor) => site.Database.Web.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor);

    /// <summary>Fifty hours up to now, with half an hour missing three hours ago.</summary>
    private async Task<(int Sensor, DateTimeOffset Now)> AddSensorAsync(string name)
    {
        var sensor = await site.Database.AddSensorAsync(name, WebFixture.PeriodSeconds);
        var now = TimeProvider.System.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        await site.FillAsync(sensor, now, TimeSpan.FromHours(50), 500);
        await site.Database.Owner.ExecuteAsync(
            "delete from measures where sensor_id = $1 and time > $2 and time < $3", sensor, now.AddHours(-3).UtcDateTime, now.AddHours(-2.5).UtcDateTime);
        await site.RollUpAsync();
        return (sensor, now);
    }

    [Fact]
    public async Task A_span_is_looked_at_then_deleted_then_put_back()
    {
        var (sensor, now) = await AddSensorAsync("House to correct");
        var count = await CountAsync(sensor);
        await using var visit = await site.LoginAsync(Url("corrections", sensor), new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        var page = visit.Page;
        await page.Locator("fieldset:not([disabled]) #preview").WaitForAsync();
        await page.Locator(".table-empty", new() { HasText = "Nothing was corrected" }).WaitForAsync();
        await page.ClickAsync("#preview");
        await page.Locator("#from-error", new() { HasText = "A date and a time are needed." }).WaitForAsync();
        await page.FillAsync("#from", Local(now.AddHours(-26)));
        await page.FillAsync("#to", Local(now.AddHours(-27)));
        await page.ClickAsync("#preview");
        await page.Locator("#to-error", new() { HasText = "The end must be after the start." }).WaitForAsync();
        await page.Locator("#from-error").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await ShowAsync(page, "data-correct-fault");
        await page.FillAsync("#to", Local(now.AddHours(-25)));
        await page.FillAsync("#reason", "The clamp was off");
        await page.ClickAsync("#preview");
        await page.Locator("[data-samples='450']").WaitForAsync();
        await page.Locator(".preview-days tbody tr").First.WaitForAsync();
        await ShowAsync(page, "data-preview");
        (await CountAsync(sensor)).ShouldBe(count);

        await page.ClickAsync("#apply");
        await page.Locator(".data-done", new() { HasText = "450 samples" }).WaitForAsync();
        var entry = page.Locator(".trail > li");
        (await entry.InnerTextAsync()).ShouldContain("The clamp was off");
        (await CountAsync(sensor)).ShouldBe(count - 450);
        await ShowAsync(page, "data-trail");
        await page.ClickAsync(".trail .undo");
        await page.ClickAsync(".trail .undo-yes");
        await page.Locator(".trail-undone", new() { HasText = "450 samples are as they were." }).WaitForAsync();
        (await CountAsync(sensor)).ShouldBe(count);
        (await page.Locator(".trail .undo").CountAsync()).ShouldBe(0);
        await ShowAsync(page, "data-undone");
    }

    [Fact]
    public async Task Days_samples_and_gaps_are_read_on_a_phone_in_French()
    {
        var (sensor, now) = await AddSensorAsync("Maison au bord du canal");
        await using var visit = await site.LoginAsync(Url("days", sensor), new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR", ColorScheme = ColorScheme.Dark });
        var page = visit.Page;
        var today = TimeZoneInfo.ConvertTime(now, Zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await page.Locator($".days tr[data-day='{today}']").WaitForAsync();
        (await page.Locator(".days tfoot").InnerTextAsync()).ShouldContain("Mois");
        (await visit.OverflowAsync()).ShouldBe(0);
        await ShowAsync(page, "data-days-phone-dark-fr");

        await page.ClickAsync("[data-view=gaps]");
        await page.Locator("#gaps-title", new() { HasText = "en tout" }).WaitForAsync();
        // The last one: on a slow machine another one has begun meanwhile, which still lasts.
        await page.Locator(".gaps tbody tr", new() { HasText = "30\u00A0min" }).Last.WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await ShowAsync(page, "data-gaps-phone-dark-fr");

        await page.ClickAsync("[data-view=samples]");
        await page.Locator(".samples .clock").Nth(199).WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        var newest = await page.Locator(".samples .clock").First.InnerTextAsync();
        await page.ScreenshotAsync(new() { Path = Repository.File("artifacts/screenshots/data-samples-phone-dark-fr.png") });
        await page.Locator(".pager").First.Locator("a", new() { HasText = "Avant" }).ClickAsync();
        await visit.WaitForAddressAsync(address => address.Contains("before=", StringComparison.Ordinal));
        await Eventually.BecomesTrueAsync("the page before it is shown", async () => await page.Locator(".samples .clock").First.InnerTextAsync() != newest);
        await page.Locator(".pager").First.Locator("a", new() { HasText = "Après" }).ClickAsync();
        await Eventually.BecomesTrueAsync("the newest page is shown again", async () => await page.Locator(".samples .clock").First.InnerTextAsync() == newest);

        await page.ClickAsync("[data-view=corrections]");
        await page.Locator("fieldset:not([disabled]) #preview").WaitForAsync();
        await page.SelectOptionAsync("#kind", "Shift");
        await page.FillAsync("#from", Local(now.AddHours(-1)));
        await page.FillAsync("#to", Local(now));
        await page.FillAsync("#offset_s", "une heure");
        await page.ClickAsync("#preview");
        await page.Locator("#offset_s-error", new() { HasText = "n’est pas une durée" }).WaitForAsync();
        await page.FillAsync("#offset_s", "−2:00:00");
        await page.ClickAsync("#preview");
        await page.Locator("#offset_s-error", new() { HasText = "Il y a déjà" }).WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await ShowAsync(page, "data-shift-phone-dark-fr");
        await page.ClickAsync("[data-view=transfer]");
        await page.Locator("#export-samples").WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_multiplied_is_marked_among_days_and_samples_and_new_samples_are_only_announced()
    {
        var (sensor, now) = await AddSensorAsync("Workshop to correct");
        await using var visit = await site.LoginAsync(Url("samples", sensor), new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        var page = visit.Page;
        await page.Locator("#jump-go:not([disabled])").WaitForAsync();
        await page.FillAsync("#jump", Local(now.AddHours(-10)));
        await page.ClickAsync("#jump-go");
        await visit.WaitForAddressAsync(address => address.Contains("at=", StringComparison.Ordinal));
        var first = TimeZoneInfo.ConvertTime(now.AddHours(-10), Zone).ToString("HH:mm", CultureInfo.InvariantCulture);
        await page.Locator(".samples .clock").First.GetByText(new Regex($"^{first}:0")).WaitForAsync();
        await page.Locator(".correct-link").First.ClickAsync();
        await page.Locator("fieldset:not([disabled]) #preview").WaitForAsync();
        (await page.InputValueAsync("#from")).ShouldStartWith(Local(now.AddHours(-10)));
        await page.SelectOptionAsync("#kind", "Scale");
        await page.FillAsync("#factor", "1.5");
        await page.ClickAsync("#preview");
        await page.Locator("[data-samples='200']").WaitForAsync();
        await page.ClickAsync("#apply");
        await page.Locator(".trail > li", new() { HasText = "Factor 1.5" }).WaitForAsync();
        await site.RollUpAsync();

        await page.ClickAsync("[data-view=days]");
        await page.Locator(".days .corrected").First.WaitForAsync();
        await ShowAsync(page, "data-days");
        await page.ClickAsync("[data-view=gaps]");
        await page.Locator(".gaps tbody tr").Last.WaitForAsync();
        await ShowAsync(page, "data-gaps");
        await page.ClickAsync("[data-view=samples]");
        await page.Locator(".samples .clock").Nth(199).WaitForAsync();
        await page.ScreenshotAsync(new() { Path = Repository.File("artifacts/screenshots/data-samples.png") });
        var last = await page.Locator(".samples .clock").Last.InnerTextAsync();
        await site.Database.Web.ExecuteAsync("insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), 4321, false)", sensor);
        await page.Locator(".news").First.WaitForAsync();
        (await page.Locator(".samples .clock").Last.InnerTextAsync()).ShouldBe(last);
        await page.Locator(".news").First.ClickAsync();
        await page.Locator(".samples td", new() { HasText = "4,321" }).WaitForAsync();
    }

    [Fact]
    public async Task Who_may_only_read_sees_the_trail_and_no_form()
    {
        var sensor = await site.Database.AddSensorAsync("For readers too", WebFixture.PeriodSeconds);
        await site.Database.AddUserAsync("cousin", WebFixture.Password, "reader");
        await using var visit = await site.VisitAsync();
        await visit.Page.GotoAsync(Url("corrections", sensor));
        await visit.SignInAsync("cousin", WebFixture.Password);
        await visit.Page.Locator("text=Only an administrator can correct samples.").WaitForAsync();
        await visit.Page.Locator("#trail-title").WaitForAsync();
        (await visit.Page.Locator("#preview, .undo").CountAsync()).ShouldBe(0);
    }
}
