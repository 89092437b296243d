using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The first run of people who see, hear or move otherwise.</summary>
public sealed class FirstRunAccessTests
{
    private const string Password = "four plain words here";

    [Fact]
    public async Task By_keyboard_alone_through_every_step()
    {
        await using var site = await WebFixture.StartEmptyAsync();
        await using var receiver = PowerMeterProcess.Start("Receiver", site.Database, site.Site.Directory);
        await using var visit = await site.VisitAsync(new BrowserNewContextOptions { Locale = "en-GB", TimezoneId = "Europe/London", ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        var page = visit.Page;
        var keyboard = new Keyboard(page);
        await page.GotoAsync("/install");
        await Assertions.Expect(page.Locator("#time-zone")).ToHaveValueAsync("Europe/London");
        await keyboard.TypeAsync("#site-name", "Mill lane");
        await keyboard.PressAsync("#next", "Enter");
        await page.Locator("#account-name").WaitForAsync();
        await AtItsTitleAsync(keyboard);

        // What is wrong has the focus, and is mended where one is.
        await keyboard.PressAsync("#next", "Enter");
        await page.Locator("#account-name[aria-invalid=true]").WaitForAsync();
        await Eventually.BecomesTrueAsync("the field that is wrong has the focus", () => keyboard.IsAtAsync("#account-name"));
        await page.Keyboard.TypeAsync("camille");
        await keyboard.TypeAsync("#password", Password);
        await keyboard.TypeAsync("#password-again", Password);
        await keyboard.PressAsync("Enter");
        await page.Locator("[data-kind=simulated]").First.WaitForAsync();
        await AtItsTitleAsync(keyboard);

        await page.Locator("[aria-labelledby=kinds-found][aria-busy=false]").WaitForAsync();
        await keyboard.PressAsync("[data-kind=simulated]", "Enter");
        await page.Locator("#sensor-name").WaitForAsync();
        await Eventually.BecomesTrueAsync("the focus is on what took the place of the kinds", () => keyboard.IsAtAsync(".sensor-editor"));
        (await keyboard.TabToAsync("#sensor-name")).Count.ShouldBe(2);
        await keyboard.PressAsync("#sensor-try", "Enter");
        await page.Locator("[data-trial=live]").WaitForAsync();
        await keyboard.PressAsync("#next", "Enter");
        await page.Locator("#tariff-own").WaitForAsync();
        await AtItsTitleAsync(keyboard);

        await keyboard.TabToAsync("[name=tariff-from]");
        await keyboard.PressAsync("ArrowRight");
        await page.Locator("#tariff-provider").WaitForAsync();
        await keyboard.TypeAsync("#tariff-provider", "Village power");
        await keyboard.TabToAsync("[name=tariff-rates]");
        await keyboard.PressAsync("ArrowRight");
        await page.Locator("#tariff-night").WaitForAsync();
        await keyboard.TypeAsync("#tariff-peak", "0.25");
        await keyboard.TypeAsync("#tariff-night", "0.15");
        await keyboard.PressAsync("[data-strip-add]", "Enter");
        var start = page.Locator("[role=slider][data-edge=start]").First;
        await start.WaitForAsync();
        await keyboard.TabBackToAsync("[role=slider][data-edge=start]");
        var before = await start.GetAttributeAsync("aria-valuetext");
        await keyboard.PressAsync("ArrowRight");
        await Eventually.BecomesTrueAsync("the hour was moved", async () => await start.GetAttributeAsync("aria-valuetext") != before);
        await keyboard.PressAsync("#next", "Enter");
        await page.Locator("#publish-url").WaitForAsync();
        await AtItsTitleAsync(keyboard);
        await keyboard.PressAsync("#later", "Enter");
        await page.Locator("#finish").WaitForAsync();
        await AtItsTitleAsync(keyboard);
        await keyboard.PressAsync("#finish", "Enter");
        await page.Locator("#to-dashboard").WaitForAsync();
        await keyboard.PressAsync("#to-dashboard", "Enter");
        await visit.WaitForAddressAsync("/conso");
        (await site.Database.Owner.ScalarAsync<long>("select count(*) from sensors")).ShouldBe(1);
        (await site.Database.Owner.ScalarAsync<long>("select count(*) from contracts")).ShouldBe(1);
    }

    [Theory]
    [InlineData("en-GB", ColorScheme.Light, 1440)]
    [InlineData("fr-FR", ColorScheme.Dark, 390)]
    public async Task Nothing_serious_is_in_the_way_at_any_step(string locale, ColorScheme theme, int width)
    {
        await using var site = await WebFixture.StartEmptyAsync();
        await using var visit = await site.VisitAsync(new BrowserNewContextOptions
        {
            Locale = locale,
            ColorScheme = theme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = 844 },
        });
        var page = visit.Page;
        var found = new List<string>();
        await page.GotoAsync("/install");
        await page.Locator("fieldset:not(:disabled) #time-zone").WaitForAsync();
        await LookAsync("place");
        await page.FillAsync("#time-zone", "Nowhere/Special");
        await page.ClickAsync("#next");
        await page.Locator("#time-zone[aria-invalid=true]").WaitForAsync();
        await LookAsync("place that is wrong");
        await page.FillAsync("#time-zone", "Europe/Paris");
        await NextAsync("#account-name");

        await LookAsync("account");
        await page.ClickAsync("#next");
        await page.Locator("#password[aria-invalid=true]").WaitForAsync();
        await LookAsync("account that is wrong");
        await page.FillAsync("#account-name", "camille");
        await page.FillAsync("#password", Password);
        await page.FillAsync("#password-again", Password);
        await NextAsync("[data-kind=simulated]");

        await LookAsync("kinds of sensors");
        await page.Locator("[data-kind=simulated]").Last.ClickAsync();
        await page.Locator("#sensor-try").WaitForAsync();
        await page.ClickAsync("#next");
        await page.Locator(".form-error").WaitForAsync();
        await LookAsync("sensor without a reading");
        await LaterAsync("#tariff-own");

        await LookAsync("offers");
        await page.Locator("label:has(#tariff-own)").ClickAsync();
        await page.Locator("label:has(#tariff-two)").ClickAsync();
        await page.ClickAsync("[data-strip-add]");
        await page.Locator("[role=slider]").First.WaitForAsync();
        await page.ClickAsync("#next");
        await page.Locator("#tariff-peak[aria-invalid=true]").WaitForAsync();
        await LookAsync("tariff that is wrong");
        await LaterAsync("#publish-url");

        await page.FillAsync("#publish-url", "nowhere");
        await page.ClickAsync("#next");
        await page.Locator("#publish-url[aria-invalid=true]").WaitForAsync();
        await LookAsync("W3bstream that is wrong");
        await LaterAsync("#finish");
        await LookAsync("summary");
        await page.ClickAsync("#finish");
        await page.Locator("#to-dashboard").WaitForAsync();
        await LookAsync("done");
        found.ShouldBeEmpty();

        async Task LookAsync(string step)
        {
            found.AddRange((await Accessibility.FindAsync(page)).Select(line => $"{step}: {line}"));
            found.AddRange((await Accessibility.FindUndescribedAsync(page)).Select(line => $"{step}: does not say what is wrong: {line}"));
            if (await visit.OverflowAsync() is > 0 and var wide) found.Add($"{step} is {wide} pixels wider than the window");
        }

        async Task NextAsync(string appears)
        {
            await page.ClickAsync("#next:not([disabled])");
            await page.Locator(appears).First.WaitForAsync();
        }

        async Task LaterAsync(string appears)
        {
            await page.ClickAsync("#later");
            await page.Locator(appears).First.WaitForAsync();
        }
    }

    // A step begins at its title, which is read out; the fields follow.
    private static Task AtItsTitleAsync(Keyboard keyboard) => Eventually.BecomesTrueAsync("the step begins at its title", () => keyboard.IsAtAsync("#step-title"));
}
