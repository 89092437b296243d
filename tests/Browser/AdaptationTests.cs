using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The site under what people have set in their system or browser: colours of high contrast, no motion, letters twice as large.</summary>
public sealed class AdaptationTests(ChartHouse house) : IClassFixture<ChartHouse>
{
    private const string BackgroundOf = "selector => getComputedStyle(document.querySelector(selector)).backgroundColor";

    [Theory]
    [InlineData(ColorScheme.Dark, "dark")]
    [InlineData(ColorScheme.Light, "light")]
    public async Task In_high_contrast_what_is_chosen_and_what_a_colour_means_are_seen(ColorScheme scheme, string theme)
    {
        await using var visit = await house.Site.LoginAsync("/conso?scale=week&unit=kwh", new BrowserNewContextOptions { ForcedColors = ForcedColors.Active, ColorScheme = scheme });
        await visit.WaitForPointsAsync();
        // The chart is drawn for the system's background, whatever theme was chosen for our own.
        await visit.Page.EvaluateAsync("other => localStorage.setItem('powermeter-theme', other)", theme == "dark" ? "light" : "dark");
        await visit.Page.ReloadAsync();
        await visit.WaitForPointsAsync();
        (await visit.Page.GetAttributeAsync("html", "data-theme")).ShouldBe(theme);

        var chosen = await visit.Page.EvaluateAsync<string>(BackgroundOf, "[data-scale=week]");
        chosen.ShouldNotBe(await visit.Page.EvaluateAsync<string>(BackgroundOf, "[data-scale=day]"));
        var marks = await visit.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll(".legend :is(.peak, .off-peak)")].map(mark => getComputedStyle(mark, "::before").backgroundColor)
            """);
        marks.Length.ShouldBe(2);
        marks.ShouldBeUnique();
        marks.ShouldNotContain(await visit.Page.EvaluateAsync<string>(BackgroundOf, "body"));
        await visit.Page.FocusAsync("[data-scale=day]");
        await visit.Page.Keyboard.PressAsync("Tab");
        await new Keyboard(visit.Page).TabToAsync("canvas");
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.File($"artifacts/screenshots/forced-colours-{theme}.png") });
    }

    [Fact]
    public async Task Nothing_moves_for_who_wants_no_motion()
    {
        await using var visit = await house.Site.LoginAsync("/conso?scale=day&unit=watts", new BrowserNewContextOptions { ReducedMotion = ReducedMotion.Reduce });
        foreach (var path in (string[])["/conso?scale=now&unit=watts", "/settings/sensors/add", "/settings/display", "/kiosk"])
        {
            await visit.Page.GotoAsync(path);
            await visit.Page.Locator("main :is(h1, h2)").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            var moving = await visit.Page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll("*")].flatMap(element => ["", "::before", "::after"].map(part => [element, part]))
                  .filter(([element, part]) => {
                    const style = getComputedStyle(element, part || null);
                    return style.animationName !== "none" || style.transitionDuration.split(", ").some(length => parseFloat(length) > 0);
                  })
                  .map(([element, part]) => element.className + part)
                """);
            moving.ShouldBeEmpty(path);
        }
    }

    [Theory]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    public async Task Letters_twice_as_large_lose_nothing(string locale)
    {
        // A window of 1440 by 900 at 200 %.
        var twice = new BrowserNewContextOptions { Locale = locale, ViewportSize = new ViewportSize { Width = 720, Height = 450 }, DeviceScaleFactor = 2 };
        await using var visit = await house.Site.LoginAsync("/conso", twice);
        foreach (var path in (string[])["/conso?scale=day&unit=kwh", "/conso?scale=day&unit=watts", "/data", "/data?view=samples", "/settings/general", "/settings/contracts", "/guide", "/status", "/docs/api"])
        {
            await visit.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
            await visit.Page.Locator("main :is(h1, h2)").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            (await visit.OverflowAsync()).ShouldBe(0, path);
            // Each page is one press away, as on a wide window: by its name, or by the brand for the dashboard.
            var ways = await visit.Page.Locator(".top a:visible").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
            ((string[])["/conso", "/data", "/settings", "/guide"]).Except(ways).ShouldBeEmpty(path);
        }
    }
}
