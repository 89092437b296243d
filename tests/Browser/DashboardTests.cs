using Microsoft.Playwright;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

public sealed class DashboardTests(House house) : IClassFixture<House>
{
    private WebFixture Site => house.Site;

    [Fact]
    public async Task The_chart_shows_the_stored_samples()
    {
        await house.AddSampleNowAsync(500);
        await using var visit = await Site.LoginAsync("/conso?scale=now&unit=watts");
        (await visit.WaitForPointsAsync()).ShouldBeInRange(350, 460);
        (await visit.Page.Locator("[data-watts]").InnerTextAsync()).ShouldBe("500");
    }

    [Fact]
    public async Task A_new_sample_appears_without_a_reload()
    {
        await using var visit = await Site.LoginAsync("/conso?scale=now&unit=watts");
        await visit.WaitForPointsAsync();
        await visit.Page.EvaluateAsync("window.untouched = true");
        var before = await visit.LastTimeAsync();
        await house.AddSampleNowAsync(1234);
        await Eventually.BecomesTrueAsync("the sample is in the chart", async () => await visit.LastTimeAsync() > before);
        await visit.Page.Locator("[data-watts]", new PageLocatorOptions { HasText = "1,230" }).WaitForAsync();
        (await visit.Page.EvaluateAsync<bool>("window.untouched")).ShouldBeTrue();
        await house.AddSampleNowAsync(500);
    }

    [Fact]
    public async Task Each_scale_and_unit_draws_and_stands_in_the_address()
    {
        await using var visit = await Site.LoginAsync();
        await visit.WaitForPointsAsync();
        foreach (var scale in (string[])["now", "week", "month", "year", "day"])
        {
            await visit.Page.ClickAsync($"[data-scale={scale}]");
            await visit.Page.Locator($"[data-scale={scale}][aria-current]").WaitForAsync();
            foreach (var unit in (string[])["watts", "money", "kwh"])
            {
                await visit.Page.ClickAsync($"[data-unit={unit}]");
                await visit.WaitForAddressAsync($"/conso?scale={scale}&unit={unit}");
                await visit.Page.Locator($"canvas[data-unit={unit}]").WaitForAsync();
                await visit.WaitForPointsAsync();
                var kind = unit == "watts" && scale is "now" or "day" ? "line" : "bars";
                (await visit.Canvas.GetAttributeAsync("data-kind")).ShouldBe(kind, $"{scale} in {unit}");
            }
        }
    }

    [Theory]
    [InlineData("day")]
    [InlineData("week")]
    [InlineData("year")]
    public async Task A_chart_of_power_is_described_in_watts(string scale)
    {
        await using var visit = await Site.LoginAsync($"/conso?scale={scale}&unit=watts");
        await visit.WaitForPointsAsync();
        (await visit.Canvas.GetAttributeAsync("aria-label"))!.ShouldMatch("[0-9] to [0-9,]+ watts, [0-9]+ on average");
    }

    [Fact]
    public async Task A_French_browser_gets_French_until_it_chooses_English()
    {
        await using var visit = await Site.LoginAsync("/conso", new BrowserNewContextOptions { Locale = "fr-FR" });
        await visit.WaitForPointsAsync();
        (await visit.Page.Locator("#tile-now").InnerTextAsync()).ShouldBe("Maintenant");
        (await visit.Page.GetAttributeAsync("html", "lang")).ShouldBe("fr");
        await visit.Page.ClickAsync("a[hreflang=en]");
        await visit.Page.Locator("#tile-now", new PageLocatorOptions { HasText = "Now" }).WaitForAsync();
        await visit.WaitForPointsAsync();
    }

    [Theory]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    public async Task A_phone_needs_no_scrolling_sideways(string language)
    {
        await using var visit = await Site.VisitAsync(new BrowserNewContextOptions(House.Phone) { Locale = language });
        await visit.Page.GotoAsync("/login");
        (await visit.OverflowAsync()).ShouldBe(0);
        await visit.SignInAsync(WebFixture.Login, WebFixture.Password);
        await visit.WaitForPointsAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        foreach (var target in await visit.Page.Locator(".top-actions a:visible, .top-actions button:visible, .segmented a, .period a").AllAsync())
            (await target.BoundingBoxAsync())!.Height.ShouldBeGreaterThanOrEqualTo(44);
        var tiles = (await visit.Page.Locator(".tiles").BoundingBoxAsync())!;
        var units = (await visit.Page.Locator(".units").BoundingBoxAsync())!;
        (units.X, units.Width).ShouldBe((tiles.X, tiles.Width));
    }

    [Fact]
    public async Task A_query_that_fails_is_said_and_can_be_tried_again()
    {
        await using var visit = await Site.LoginAsync("/conso?scale=day&unit=kwh");
        await visit.WaitForPointsAsync();
        await Site.Database.Owner.ExecuteAsync("revoke select on energy_hours from powermeter_web");
        try
        {
            await visit.Page.ClickAsync("[data-scale=year]");
            // The tiles' figures may happen to be read at this moment too, and then the whole dashboard says it.
            await visit.Page.Locator(":is(.plot-message, .notice)[role=alert]").First.WaitForAsync();
        }
        finally
        {
            await Site.Database.Owner.ExecuteAsync("grant select on energy_hours to powermeter_web");
        }

        // New roll-ups have it read again too: then the button is gone before it is clicked.
        await Eventually.BecomesTrueAsync("the chart is read again", async () =>
        {
            if (await visit.Page.Locator(".plot-message button").IsVisibleAsync()) await visit.Page.EvaluateAsync("document.querySelector('.plot-message button')?.click()");
            return await visit.Page.Locator(":is(.plot-message, .notice)[role=alert]").CountAsync() == 0;
        });
        (await visit.WaitForPointsAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_could_not_be_read_for_a_moment_is_read_again_without_a_click()
    {
        await using var visit = await Site.LoginAsync("/conso?scale=day&unit=kwh");
        await visit.WaitForPointsAsync();
        await Site.Database.Owner.ExecuteAsync("revoke select on energy_hours from powermeter_web");
        try
        {
            await Site.Database.Owner.ExecuteAsync($"select pg_notify('{Channels.Status}', '1')");
            await visit.Page.Locator(".notice[role=alert]").WaitForAsync();
            // What comes meanwhile finds no chart.
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
            await Site.Database.Owner.ExecuteAsync($"select pg_notify('{Channels.Energy}', '1:{now - 60_000_000}:{now}')");
        }
        finally
        {
            await Site.Database.Owner.ExecuteAsync("grant select on energy_hours to powermeter_web");
        }

        (await visit.WaitForPointsAsync()).ShouldBeGreaterThan(0);
        (await visit.Page.Locator(".notice").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task The_chosen_theme_is_remembered()
    {
        await using var visit = await Site.LoginAsync("/conso", new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        await visit.WaitForPointsAsync();
        await visit.Page.ClickAsync("[data-theme-toggle]");
        await visit.Page.ReloadAsync();
        (await visit.Page.GetAttributeAsync("html", "data-theme")).ShouldBe("dark");
    }

    [Fact]
    public async Task A_page_that_there_is_not_says_so()
    {
        await using var visit = await Site.LoginAsync();
        visit.Expected.Add("404");
        (await visit.Page.GotoAsync("/nowhere"))!.Status.ShouldBe(404);
        (await visit.Page.Locator(".notice h1").InnerTextAsync()).ShouldBe("There is no such page");
    }

    [Theory]
    [InlineData("desktop", ColorScheme.Light)]
    [InlineData("desktop", ColorScheme.Dark)]
    [InlineData("phone", ColorScheme.Light)]
    [InlineData("phone", ColorScheme.Dark)]
    public async Task It_can_be_looked_at(string size, ColorScheme theme)
    {
        var options = size == "phone" ? new BrowserNewContextOptions(House.Phone) : new() { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } };
        options.ColorScheme = theme;
        await house.AddSampleNowAsync(500);
        await using var visit = await Site.LoginAsync("/conso?scale=now&unit=watts", options);
        await visit.WaitForPointsAsync();
        var picture = Repository.File($"artifacts/screenshots/dashboard-{size}-{theme.ToString().ToLowerInvariant()}.png");
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = picture });
        new FileInfo(picture).Length.ShouldBeGreaterThan(10_000);
    }
}
