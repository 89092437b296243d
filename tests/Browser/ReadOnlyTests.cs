using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>A site that only shows: it says so, and its switch cannot be pressed.</summary>
public sealed class ReadOnlyTests(WebFixture site) : IClassFixture<WebFixture>
{
    [Theory]
    [InlineData(1440, "en-GB", "Read-only", "This base station is read-only: nothing can be switched here.")]
    [InlineData(390, "fr-FR", "Lecture seule", "Cette station est en lecture seule : rien ne peut être commuté ici.")]
    public async Task The_banner_is_there_and_the_switch_is_disabled(int width, string locale, string banner, string hint)
    {
        var plug = await site.Database.AddSensorAsync($"Plug {width}", WebFixture.PeriodSeconds, "awox");
        await site.FillAsync(plug, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1), 1800);
        await site.Database.Receiver.ExecuteAsync("insert into sensor_status (sensor_id, state, since, updated_at, switched_on) values ($1, 'running', now(), now(), true)", plug);
        await site.Database.Owner.ExecuteAsync("""
            insert into process_heartbeats (process, host, pid, version, started_at, beat_at)
            values ('receiver', 'test', 1, 'test', now(), now() + interval '1 hour') on conflict do nothing
            """);
        await using var readOnly = await WebSite.StartAnotherAsync(site.Database, new Dictionary<string, string> { ["Web__ReadOnly"] = "true" });
        await using var visit = await site.VisitAsync(new BrowserNewContextOptions { Locale = locale, ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        await visit.Page.GotoAsync(new Uri(readOnly.Address, FormattableString.Invariant($"/conso?scale=now&unit=watts&sensor={plug}")).ToString());
        await visit.SignInAsync(WebFixture.Login, WebFixture.Password);
        await visit.WaitForPointsAsync();
        await visit.Page.Locator(".read-only", new() { HasText = banner }).WaitForAsync();
        var toggle = visit.Page.GetByRole(AriaRole.Switch);
        (await toggle.IsDisabledAsync()).ShouldBeTrue();
        (await toggle.GetAttributeAsync("title")).ShouldBe(hint);
        (await visit.OverflowAsync()).ShouldBe(0);
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.File(FormattableString.Invariant($"artifacts/screenshots/read-only-{width}.png")) });
    }

    [Fact]
    public async Task Nothing_can_be_imported_and_the_data_can_still_be_taken_out()
    {
        var sensor = await site.Database.AddSensorAsync("Looked at", WebFixture.PeriodSeconds);
        await using var readOnly = await WebSite.StartAnotherAsync(site.Database, new Dictionary<string, string> { ["Web__ReadOnly"] = "true" });
        await using var visit = await site.VisitAsync(new BrowserNewContextOptions { Locale = "en-GB" });
        await visit.Page.GotoAsync(new Uri(readOnly.Address, "/data?view=transfer").ToString());
        await visit.SignInAsync(WebFixture.Login, WebFixture.Password);
        await visit.Page.Locator("#import-read-only", new() { HasText = "This base station is read-only: nothing can be imported here." }).WaitForAsync();
        (await visit.Page.Locator("#check").IsDisabledAsync()).ShouldBeTrue();
        (await visit.Page.Locator("input[type=file]").CountAsync()).ShouldBe(0);
        await visit.Page.SelectOptionAsync("#sensor", FormattableString.Invariant($"{sensor}"));
        await visit.Page.Locator(FormattableString.Invariant($"#export-samples[href*='/sensors/{sensor}/']")).WaitForAsync();
    }

    [Fact]
    public async Task A_site_that_is_not_read_only_has_no_banner()
    {
        await using var visit = await site.LoginAsync();
        (await visit.Page.Locator(".read-only").CountAsync()).ShouldBe(0);
    }
}
